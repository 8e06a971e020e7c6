import { derivedCommandId } from '../shared/base/new-ids.ts'
import { type Env, THE_ONE } from './env.ts'
import type { Effect, Parked } from './platform/outbox.ts'
import type { HoldsEffects, TakesCommands } from './platform/perform.ts'

/** The object that an effect is for. The one place that knows which kinds there are. */
export function objectOf(env: Env, target: Effect['target']): TakesCommands {
  if (target.kind === 'customer') return as<TakesCommands>(env.CUSTOMER.getByName(target.id))
  if (target.kind === 'understanding') return as<TakesCommands>(env.UNDERSTANDING.getByName(target.id))
  if (target.kind === 'knowledge') return as<TakesCommands>(env.KNOWLEDGE.getByName(target.id))
  return holderOf(env, target)
}

/** An object that has effects of its own. */
export function holderOf(env: Env, target: Effect['target']): HoldsEffects {
  switch (target.kind) {
    case 'conversation':
      return as(env.CONVERSATION.getByName(target.id))
    case 'queue':
      return as(env.QUEUE.getByName(target.id))
    case 'seat':
      return as(env.SEAT.getByName(target.id))
    case 'ticket':
      return as(env.TICKET.getByName(target.id))
    case 'connector':
      return as(env.CONNECTOR.getByName(target.id))
    case 'register':
      return as(env.REGISTER.getByName(target.id))
    case 'desk':
      return as(env.DESK.getByName(target.id))
    default:
      throw new Error(`no object of kind ${target.kind}`)
  }
}

/** The types of a stub wrap every answer; what travels is plain data. */
const as = <Shape = HoldsEffects>(stub: unknown): Shape => stub as Shape

/** What the owner hears of an effect that was given up. Nothing is told of a word to the owner that could not be said. */
export function toOwner(origin: Effect['target']): (parked: Parked) => Effect[] {
  return ({ n, command, target, tries, error }) => {
    if (target.startsWith('desk:')) return []
    const id = derivedCommandId(command.id, 'parked')
    const note = { id, type: 'note-parked', origin: `${origin.kind}:${origin.id}`, n, target, what: command.type, tries, error }
    return [{ target: { kind: 'desk', id: THE_ONE }, command: note }]
  }
}
