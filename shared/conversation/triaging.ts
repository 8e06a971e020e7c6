import type { Decision } from '../base/decision.ts'
import type { QueueId, SeatId } from '../base/ids.ts'
import type { PackVersion } from '../knowledge/pack.ts'
import type { Wish } from '../triage/facts.ts'
import type { Verdict } from '../triage/verdict.ts'
import type { ConversationCommand } from './commands.ts'
import type { NewEvent } from './events.ts'
import type { Conversation } from './state.ts'

/** Where the conversation is, and what the command that is weighed brings itself, which no log holds yet. */
export interface Brought {
  state: Conversation
  text?: string
  flow?: { pack: PackVersion; flow: string } | null
}

/** What a room knows more than a device: what the desk's rules say, and who served the customer last. */
export interface Weighing {
  /** Null where nothing can be said: everything then goes as without rules. */
  triage?: ((wish: Wish, brought: Brought) => Verdict | null) | undefined
  familiar?: SeatId | null | undefined
}

const WISHED: Partial<Record<NewEvent['name'], Wish>> = {
  'v1.PersonRequested': 'person',
  'v1.MessageLeft': 'message',
  'v1.RequestMade': 'request',
}

/** What a room makes of a decision by the desk's rules. A device knows none, and is not given this code. */
export type Weigh = (state: Conversation, command: ConversationCommand, decision: Decision<NewEvent>) => Decision<NewEvent>

export const weighing =
  (around: Weighing): Weigh =>
  (state, command, decision) =>
    weighed(state, command, decision, around)

/** [R8] Weighs what was decided: whatever goes to the desk goes by the verdict. [R9] People first asks for them at once. */
function weighed(state: Conversation, command: ConversationCommand, decision: Decision<NewEvent>, around: Weighing): Decision<NewEvent> {
  if (!decision.ok || !around.triage) return decision
  const { events } = decision
  const at = events.findIndex(({ name }) => WISHED[name])
  const wished = events[at]
  if (wished) {
    const verdict = around.triage(WISHED[wished.name] ?? 'person', broughtBy(state, wished, events))
    if (!verdict) return decision
    const before = events.slice(0, at)
    return { ok: true, events: [...before, triaged(verdict, around), ...events.slice(at).map((event) => inLine(event, verdict.line))] }
  }
  const opened = events.some(({ name }) => name === 'v1.TicketOpened')
  if (command.type === 'close-conversation' && opened) return weighedAnew(state, events, around)
  if (state.phase.name === 'waiting') return weighedInLine(state, command, events, around)
  if (state.phase.name !== 'assistant') return decision
  if (command.type === 'send-message' && !state.asksNoMore) {
    const verdict = around.triage('talk', { state, text: command.text, flow: state.dialogue })
    return verdict?.first === 'people' ? { ok: true, events: [...events, ...peopleFirst(state, command, verdict, around)] } : decision
  }
  // What nobody else weighed is known at least when it ends: rules are tried on it before they go live.
  if (command.type === 'close-conversation' && !state.triaged && state.lastFrom.customer > 0) {
    const verdict = around.triage('talk', { state, flow: state.dialogue })
    return verdict ? { ok: true, events: [triaged(verdict, around), ...events] } : decision
  }
  return decision
}

/**
 * What was said since it was last weighed counts for the ticket that it goes on as, which stands in the line that people chose,
 * or that its matter belongs to.
 */
function weighedAnew(state: Conversation, events: readonly NewEvent[], around: Weighing): Decision<NewEvent> {
  const verdict = around.triage?.('talk', { state, flow: state.dialogue })
  if (!verdict) return { ok: true, events: [...events] }
  return {
    ok: true,
    events: [triaged(verdict, around), ...events].map((event) => {
      if (event.name !== 'v1.TicketOpened') return event
      const { urgency, facts } = verdict
      return { ...event, data: { ...event.data, line: state.handedTo ?? verdict.line, urgency, type: facts.type ?? event.data.type } }
    }),
  }
}

/** [R20] What is said while somebody waits, or staff say of them, may change how they stand in the line. */
function weighedInLine(state: Conversation, command: ConversationCommand, events: NewEvent[], around: Weighing): Decision<NewEvent> {
  const { phase, triaged: before } = state
  if (phase.name !== 'waiting') return { ok: true, events }
  const text = command.type === 'send-message' && phase.live ? { text: command.text } : {}
  if (command.type !== 'weigh-anew' && !('text' in text)) return { ok: true, events }
  const wish = phase.live ? 'person' : state.requested ? 'request' : 'message'
  const verdict = around.triage?.(wish, { state, ...text, flow: state.dialogue })
  if (!verdict || (before && !standsOtherwise(before.verdict, verdict))) return { ok: true, events }
  return { ok: true, events: [...events, triaged(verdict, around)] }
}

function standsOtherwise(one: Verdict, other: Verdict): boolean {
  const standing = ({ line, boost, urgency, facts: { tier, anger } }: Verdict) => JSON.stringify([line, boost, urgency, tier, anger])
  return standing(one) !== standing(other)
}

const triaged = (verdict: Verdict, { familiar = null }: Weighing): NewEvent => ({
  name: 'v1.Triaged',
  by: { kind: 'system' },
  data: { verdict, familiar },
})

function peopleFirst({ told }: Conversation, { id }: ConversationCommand, verdict: Verdict, around: Weighing): NewEvent[] {
  const data = { reason: 'asked', triage: true, queue: verdict.line, entry: id, ...(told ? { told } : {}) } as const
  return [triaged(verdict, around), { name: 'v1.PersonRequested', by: { kind: 'assistant' }, data }]
}

function inLine(event: NewEvent, line: QueueId): NewEvent {
  if (event.name === 'v1.PersonRequested') return { ...event, data: { ...event.data, queue: line } }
  if (event.name === 'v1.MessageLeft') return { ...event, data: { ...event.data, queue: line } }
  return event.name === 'v1.RequestMade' ? { ...event, data: { ...event.data, queue: line } } : event
}

/** The flow that it is about: that of the request, that of the turn, or the one that is under way. */
function broughtBy(state: Conversation, wished: NewEvent, events: readonly NewEvent[]): Brought {
  if (wished.name === 'v1.RequestMade') return { state, flow: wished.data }
  if (wished.name === 'v1.MessageLeft') return { state, text: wished.data.text, flow: state.dialogue }
  const turn = events.findLast((event) => event.name === 'v1.FlowAdvanced')
  return { state, flow: turn?.name === 'v1.FlowAdvanced' ? turn.data.turn : state.dialogue }
}
