import { accept, type Decision, refuse } from '../base/decision.ts'
import type { CommandId } from '../base/ids.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import type { ActStep, Flow } from '../knowledge/flow.ts'
import type { Library } from '../knowledge/pack.ts'
import { withSlots } from '../knowledge/slots.ts'
import { actAt, knownIn, type Place, parametersOf, type Walked, walk } from '../knowledge/walk.ts'
import { type AskedAct, actsFor } from './acts.ts'
import type { ConversationCommand } from './commands.ts'
import type { Dialogue, FlowTurn } from './dialogue.ts'
import type { NewEvent } from './events.ts'
import { onward } from './onward.ts'
import { rowsOf, speakFlow } from './speak.ts'
import type { Conversation } from './state.ts'

type Asked<Type extends ConversationCommand['type']> = Extract<ConversationCommand, { type: Type }>
type At = Pick<Conversation, 'acts' | 'language'> & { library: Library; cause: CommandId; inReplyTo: CommandId }

const by = { kind: 'assistant' } as const
const isPresent = () => false

/** [C21] A flow goes on by names alone. [C22] What it hands to the desk waits there like a message that was left. */
export function goOn(state: Conversation, { id, inReplyTo }: Asked<'answer'>, asked: FlowTurn, library: Library): Decision<NewEvent> {
  if (state.phase.name === 'waiting' && state.phase.live) return refuse('already-waiting')
  const turn = upToDate(state, asked, library)
  if (!turn) return accept<NewEvent>()
  const flow = library.flow(turn.pack, turn.flow)
  const isMeant = state.phase.name === 'person' || turn !== asked || follows(state, turn)
  if (!flow || !isMeant) return refuse('unknown-article')
  if (turn.outcome === 'requested' && !handsOver(flow, turn)) return refuse('unknown-article')
  const acts = actsFor(state.acts, turn)
  if (turn.outcome !== 'person' && handsOver(flow, turn) && !isComplete(flow, turn.slots, acts)) return refuse('unknown-article')
  const events = eventsOf(turn, { acts, language: state.language, library, cause: id, inReplyTo })
  return events ? { ok: true, events } : refuse('unknown-article')
}

/** [C25] What came back is told in any phase; a flow that still waits for it goes on from there by itself. */
export function settle(state: Conversation, command: Asked<'settle-action'>, library: Library): Decision<NewEvent> {
  const act = state.acts.find(({ id }) => id === command.action)
  if (!act || act.settled) return accept<NewEvent>()
  const flow = library.flow(act.pack, act.flow)
  const step = flow?.steps.find(({ id }) => id === act.step)
  const own = step?.kind === 'act' ? step.brings : []
  const facts = library.actions?.facts({ ...command, action: act.action }, state.language, own) ?? []
  const { id, action, label } = act
  const late = !isFree(state) || !flow || !waitsFor(state, flow, act)
  const settled: NewEvent = {
    name: 'v1.ActionSettled',
    by,
    data: { id, action, label, outcome: command.outcome, facts, late },
  }
  if (late) return accept<NewEvent>(settled)
  const acts = state.acts.map((one) => (one === act ? { ...one, settled: { outcome: command.outcome, facts } } : one))
  return accept<NewEvent>(settled, ...takeUp({ ...state, acts }, command.id, library, act.inReplyTo))
}

/** Whatever an action has led to while nothing could be said of it; also after who waited for a person no longer does. */
export function takeUp(state: Conversation, cause: CommandId, library: Library, inReplyTo: CommandId = cause): NewEvent[] {
  const { dialogue, acts, language } = state
  return dialogue ? (carriedOn(dialogue, { acts, language, library, cause, inReplyTo }) ?? []) : []
}

const isFree = ({ phase }: Conversation): boolean => phase.name === 'assistant' || (phase.name === 'waiting' && !phase.live)

/** Whether the flow that is under way rests at this very action. */
function waitsFor({ dialogue, acts }: Conversation, flow: Flow, act: AskedAct): boolean {
  if (dialogue?.flow !== act.flow || dialogue.pack !== act.pack) return false
  const { rest } = walk(flow, dialogue, { acts, lacks: isPresent })
  return rest.kind === 'act' && actAt(flow, rest, knownIn(flow, dialogue.slots, acts), acts) === act
}

/** The events of a turn, and of what follows from it by itself; null where the pack has not what it names. */
function eventsOf(turn: FlowTurn, at: At): NewEvent[] | null {
  const { library, cause, inReplyTo } = at
  const flow = library.flow(turn.pack, turn.flow)
  const spoken = speakFlow(turn, library, at.acts)
  if (!spoken || !flow) return null
  const events: NewEvent[] = [{ name: 'v1.FlowAdvanced', by, data: { inReplyTo, turn: spoken } }]
  const waits = { queue: DEFAULT_QUEUE, entry: cause }
  if (turn.outcome !== 'person' && handsOver(flow, turn)) {
    const data = { pack: turn.pack, flow: turn.flow, name: flow.name, rows: rowsOf(flow, turn.slots), ...waits }
    events.push({ name: 'v1.RequestMade', by, data })
  }
  if (turn.outcome === 'person') {
    const told = spoken.rows.length > 0 ? { told: { name: flow.name, rows: spoken.rows } } : {}
    events.push({ name: 'v1.PersonRequested', by, data: { reason: 'asked', ...waits, ...told } })
  }
  const next = turn.dialogue && (asking(turn.dialogue, at) ?? carriedOn(turn.dialogue, at))
  return next ? [...events, ...next] : events
}

/** [C24] A flow that has come to an action has it done; one that is under way is not asked for again. */
function asking(dialogue: Dialogue, { acts, language, library, cause, inReplyTo }: At): NewEvent[] | null {
  const flow = library.flow(dialogue.pack, dialogue.flow)
  const rest = flow && walk(flow, dialogue, { acts, lacks: isPresent }).rest
  if (!flow || rest?.kind !== 'act') return null
  const known = knownIn(flow, dialogue.slots, acts)
  if (actAt(flow, rest, known, acts)) return []
  const label = library.actions?.label(rest.action, language) ?? flow.name
  const { pack } = dialogue
  const asked = { pack, flow: flow.id, step: rest.id, action: rest.action, parameters: parametersOf(rest as ActStep, known) }
  return [{ name: 'v1.ActionAsked', by, data: { id: actionId(cause), ...asked, label, text: withSlots(rest.text, known), inReplyTo } }]
}

/** The turn with which a flow goes on past what its actions brought; null where it has said all that it can. */
function carriedOn(dialogue: Dialogue, at: At): NewEvent[] | null {
  const flow = at.library.flow(dialogue.pack, dialogue.flow)
  const acting = { acts: at.acts, lacks: isPresent }
  if (!flow || !isBehind(flow, dialogue, walk(flow, dialogue, acting))) return null
  const ground = { ...acting, flow: (id: string) => at.library.flow(dialogue.pack, id) }
  return eventsOf(onward(dialogue, flow, ground, []), at)
}

/** Whether a place does not know yet of an action that has come back. */
const isBehind = (flow: Flow, place: Place, walked: Walked): boolean =>
  flow.steps.some(({ id, kind }) => kind === 'act' && walked.place.said.includes(id) && !place.said.includes(id))

/**
 * [C26] A turn that was made before its device knew what had come back: the room has gone on meanwhile, and its own place
 * holds. Null where nothing is left to be said.
 */
function upToDate(before: Conversation, turn: FlowTurn, library: Library): FlowTurn | null {
  const { dialogue } = turn
  const state = { ...before, acts: actsFor(before.acts, turn) }
  if (!dialogue || state.acts.length === 0) return turn
  const below = dialogue.below && placeNow(state, dialogue.below, library)
  const now = placeNow(state, dialogue, library)
  if (now === dialogue) return below === dialogue.below ? turn : { ...turn, dialogue: { ...dialogue, below } }
  const parts = turn.parts.filter((part) => part.kind === 'article' || (part.kind === 'note' && part.note !== 'back'))
  return parts.length > 0 ? { ...turn, parts, dialogue: now && { ...now, below: state.dialogue?.below ?? null } } : null
}

/** A place as a device knows it, or the room's own where that one knows more; null where its flow has ended since. */
function placeNow<Known extends Place & { pack: Dialogue['pack']; flow: string }>(
  state: Conversation,
  place: Known,
  library: Library,
): Known | null {
  const flow = library.flow(place.pack, place.flow)
  const walked = flow && walk(flow, place, { acts: state.acts, lacks: isPresent })
  if (!flow || !walked || !isBehind(flow, place, walked)) return place
  const mine = [state.dialogue, state.dialogue?.below].find((one) => one?.flow === place.flow)
  if (!mine) return null
  return isBehind(flow, mine, walked) ? place : ({ ...place, ...mine } as Known)
}

/** One id a cause: what follows from an answer of the other side counts on, so that ids do not grow. */
function actionId(cause: CommandId): CommandId {
  const before = /^(.*)\.act(\d+)\.done$/.exec(cause)
  return `${before?.[1] ?? cause}.act${Number(before?.[2] ?? 0) + 1}` as CommandId
}

/** Whether a flow, with all that is told and confirmed, comes to its end past a request. */
function isComplete(flow: Flow, slots: FlowTurn['slots'], acts: AskedAct[]): boolean {
  const { steps, rest } = walk(flow, { slots, said: [], confirmed: true }, { acts, lacks: () => true })
  return rest.kind === 'end' && steps.some(({ kind }) => kind === 'request')
}

/** Whether a turn goes on from where the conversation is: it begins a flow, or is of the one that is under way or was left. */
function follows({ dialogue }: Conversation, turn: FlowTurn): boolean {
  const begins = turn.parts.some((part) => part.kind === 'note' && part.note === 'began')
  return begins || dialogue?.flow === turn.flow || dialogue?.below?.flow === turn.flow
}

/** Whether a turn hands a request of its own flow to the desk. */
const handsOver = (flow: Flow, { parts }: FlowTurn): boolean =>
  parts.some((part) => part.kind === 'step' && part.flow === flow.id && isRequest(flow, part.step))

const isRequest = (flow: Flow, step: string): boolean => flow.steps.some(({ id, kind }) => id === step && kind === 'request')
