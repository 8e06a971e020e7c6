import type { Flow } from '../knowledge/flow.ts'
import { type Acting, walk } from '../knowledge/walk.ts'
import type { Dialogue, FlowTurn, Note, Outcome } from './dialogue.ts'

/** What a flow goes on over: the flows of its pack, and what is known of actions. */
export interface Ground extends Acting {
  flow(id: string): Flow | undefined
}

export type Part = FlowTurn['parts'][number]

/** Walks on, says what is on the way, and ends, asks, or waits for an action. */
export function onward(dialogue: Dialogue, flow: Flow, ground: Ground, first: Part[]): FlowTurn {
  const { steps, rest, place } = walk(flow, dialogue, ground)
  const parts: Part[] = [...first, ...[...steps, rest].map(({ id }): Part => ({ kind: 'step', flow: flow.id, step: id }))]
  const next: Dialogue = { ...dialogue, said: [...place.said] }
  if (rest.kind !== 'end') return turnOf(next, flow, parts, 'going')
  const requested = steps.some(({ kind }) => kind === 'request')
  return leave(next, flow, ground, parts, rest.outcome === 'person' ? 'person' : requested ? 'requested' : rest.outcome)
}

/** Ends a flow; the one that was left for it goes on where it was. */
export function leave(dialogue: Dialogue, flow: Flow, ground: Ground, parts: Part[], outcome: Outcome): FlowTurn {
  const { below } = dialogue
  const lower = below && ground.flow(below.flow)
  if (!lower || outcome === 'person') return turnOf({ ...dialogue, below: null }, flow, parts, outcome, null)
  const { steps, rest, place } = walk(lower, below, ground)
  // What an action led to meanwhile is told by the room, in a turn of its own.
  const isNew = steps.length > 0 || rest.kind === 'end'
  const back: Part[] = [note('back'), ...(isNew ? [] : [{ kind: 'step', flow: lower.id, step: rest.id } as const])]
  return turnOf(dialogue, flow, [...parts, ...back], outcome, { ...below, said: isNew ? below.said : [...place.said], below: null })
}

export function turnOf(dialogue: Dialogue, flow: Flow, parts: Part[], outcome: Outcome, next: Dialogue | null = dialogue): FlowTurn {
  return { kind: 'flow', pack: dialogue.pack, flow: flow.id, parts, slots: dialogue.slots, dialogue: next, outcome }
}

export const note = (code: Note, slot: string | null = null): Part => ({ kind: 'note', note: code, slot })
