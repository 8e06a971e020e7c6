import type { Actor } from '../../shared/conversation/actor.ts'
import type { Answer } from '../../shared/protocol/receipt.ts'
import type { Effect } from './outbox.ts'

/** What every object that can be told something offers: commands in, answers out, at least once made exact by ids. */
export interface TakesCommands {
  take(actor: Actor, commands: Effect['command'][]): Promise<{ id: string; answer: Answer }[] | null>
}

/** What every object with effects of its own offers beside: one that was given up is tried anew, or let go. */
export interface HoldsEffects extends TakesCommands {
  unpark(n: number, how: 'retry' | 'drop'): Promise<void>
}

/** Performs effects by handing each command to its object as the given system actor. A refusal is an answer, not a failure. */
export function performer(
  objectOf: (target: Effect['target']) => TakesCommands,
  actor: Extract<Actor, { kind: 'system' }>,
  onRefused: (effect: Effect) => void = () => {},
): (effect: Effect) => Promise<void> {
  return async function perform(effect) {
    const [receipt] = (await objectOf(effect.target).take(actor, [effect.command])) ?? []
    if (!receipt) throw new Error(`no answer from ${effect.target.kind}`)
    if (!receipt.answer.ok) onRefused(effect)
  }
}
