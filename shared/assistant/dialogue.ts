import type { Dialogue, FlowTurn, Note } from '../conversation/dialogue.ts'
import { type Ground, leave, note, onward, type Part, turnOf } from '../conversation/onward.ts'
import type { Flow, Slot, Step } from '../knowledge/flow.ts'
import type { PackVersion } from '../knowledge/pack.ts'
import { walk } from '../knowledge/walk.ts'
import { correctionOf, fits, isByTheWay, OPEN, readsClosed, saysMore, toldFirst, unmistakable } from './filling.ts'
import {
  endsInAsking,
  isCancelling,
  isCorrecting,
  slotsNamed,
  soundsBeside,
  soundsLikeAsking,
  soundsLikeWishing,
  takesBack,
  withoutThanks,
} from './hearing.ts'
import { readSlot } from './slots/read.ts'
import { yesOrNo } from './slots/yes-no.ts'

/** What can be said beside the flow, looked up only when it is needed. */
export interface Beside extends Ground {
  /** An article that answers the text without a doubt. */
  answer(text: string): { article: string; confidence: number } | null
  /** Another flow that the text begins. */
  other(text: string): Flow | null
  /** A greeting or thanks: no answer to what was asked, and no miss. */
  isSmallTalk(text: string): boolean
  isLeaving(text: string): boolean
  /** Whether the text is angry: then the turns are short, and a person is nearer. */
  isUpset: boolean
  /** The day, in ISO 8601. */
  today: string
}

/** Answers that were not understood before a person is offered, and before one is asked for. */
const OFFER_AFTER = 2
const PERSON_AFTER = 3

const fresh = (pack: PackVersion, flow: string): Omit<Dialogue, 'below'> => ({
  pack,
  flow,
  slots: {},
  said: [],
  confirmed: false,
  tries: 0,
})

/** Begins a flow with whatever the first sentence tells already. `below` is the one that is left for it. */
export function begin(pack: PackVersion, flow: Flow, text: string, beside: Beside, below: Dialogue | null = null): FlowTurn {
  // What was asked in an earlier run of the flow is asked anew.
  const ground = { ...beside, acts: beside.acts.filter((act) => act.flow !== flow.id || act.settled === null) }
  const told = unmistakable(flow, {}, text, beside.today)
  const place = fresh(pack, flow.id)
  const slots = { ...toldFirst(flow, walk(flow, place, ground).rest, text, beside.today), ...told }
  return onward({ ...place, slots, below: below && placeOf(below) }, flow, ground, [note('began')])
}

/** A dialogue without what lies below it: at most one flow is left for another. */
function placeOf({ below: _below, ...place }: Dialogue): Omit<Dialogue, 'below'> {
  return place
}

/**
 * The turn of a flow that is under way. Cancelling, correcting and answering are looked for in this order; then a question
 * of another kind, which is answered before the flow asks again; then another flow, which it comes back from.
 */
export function advance(dialogue: Dialogue, text: string, beside: Beside): FlowTurn | null {
  const flow = beside.flow(dialogue.flow)
  if (!flow) return null
  const { rest } = walk(flow, dialogue, beside)
  const slot = rest.kind === 'ask' ? flow.slots.find(({ name }) => name === rest.slot) : undefined
  const isAnswer = slot !== undefined && readsClosed(slot, text, beside.today)
  if (!isAnswer && (isCancelling(text) || beside.isLeaving(text))) return leave(dialogue, flow, beside, [note('cancelled')], 'cancelled')
  const confirms = rest.kind === 'confirm' && yesOrNo(withoutThanks(text)) === true
  if (!isAnswer && !confirms && beside.isSmallTalk(text)) return turnOf(dialogue, flow, backTo(flow, rest, beside), 'going')
  const isElse = soundsBeside(text) && soundsLikeWishing(text)
  return (
    (isElse ? otherFlow(dialogue, flow, text, beside) : null) ??
    corrected(dialogue, flow, text, slot, beside) ??
    (rest.kind === 'confirm' ? confirmed(dialogue, flow, text, beside) : null) ??
    (slot ? answered(dialogue, flow, slot, text, beside) : null) ??
    aside(dialogue, flow, rest, text, beside) ??
    (slot ? toldEarly(dialogue, flow, text, beside) : null) ??
    // Nothing is asked while an action is under way: what else is said finds its answer beside the flow.
    (rest.kind === 'act' ? null : missed(dialogue, flow, rest, slot, 'not-understood', beside))
  )
}

function answered(dialogue: Dialogue, flow: Flow, slot: Slot, text: string, beside: Beside): FlowTurn | null {
  // Text for an open slot may as well be a question, or a wish for something else; so may a choice that is named by the way.
  const asks =
    (OPEN.has(slot.kind) ? endsInAsking(text) : soundsLikeAsking(text)) &&
    isByTheWay(slot, text, beside.today) &&
    (slot.kind === 'choice' || beside.answer(text))
  const wishes = dialogue.below === null && soundsLikeWishing(text) && (beside.other(text)?.id ?? flow.id) !== flow.id
  if (asks || (OPEN.has(slot.kind) && wishes)) return null
  const found = readSlot(slot, text, beside.today, true)
  if (found === null) return null
  if (!found.ok) return missed(dialogue, flow, walk(flow, dialogue, beside).rest, slot, found.code, beside)
  const known = { ...dialogue.slots, [slot.name]: found.filled }
  const slots = saysMore(slot, text, beside.today) ? unmistakable(flow, known, text, beside.today) : known
  return onward({ ...dialogue, slots, tries: 0 }, flow, beside, [])
}

/** What answers no question yet may answer one that is still to come. */
function toldEarly(dialogue: Dialogue, flow: Flow, text: string, beside: Beside): FlowTurn | null {
  const slots = unmistakable(flow, dialogue.slots, text, beside.today)
  const isMore = Object.keys(slots).length > Object.keys(dialogue.slots).length
  return isMore ? onward({ ...dialogue, slots, tries: 0 }, flow, beside, []) : null
}

function confirmed(dialogue: Dialogue, flow: Flow, text: string, beside: Beside): FlowTurn | null {
  const said = yesOrNo(withoutThanks(text))
  if (said === true) return onward({ ...dialogue, confirmed: true, tries: 0 }, flow, beside, [])
  return said === false ? turnOf(dialogue, flow, [note('what-to-change')], 'going') : null
}

/** 不对，是昨天那单: what was told before is told anew. A slot that is only named is asked for again. */
function corrected(dialogue: Dialogue, flow: Flow, text: string, asked: Slot | undefined, beside: Beside): FlowTurn | null {
  const told = flow.slots.filter(({ name }) => dialogue.slots[name] !== undefined)
  const isMeant = isCorrecting(text)
  const named = slotsNamed(told, text)
  if (told.length === 0 || (asked && !isMeant)) return null
  // The answer to what is asked now may hold a word like 错 ("发错货了"): then it is an answer.
  const isAnswer = asked && (OPEN.has(asked.kind) ? !takesBack(text) : fits(asked, text, beside.today))
  if (named.length === 0 && isAnswer) return null
  for (const slot of named.length > 0 ? named : told.toReversed()) {
    const filled = correctionOf(slot, text, beside.today, isMeant && (named.length > 0 || slot === told.at(-1)), isMeant)
    if (!filled || filled.value === dialogue.slots[slot.name]?.value) continue
    const slots = { ...dialogue.slots, [slot.name]: filled }
    return onward({ ...dialogue, slots, confirmed: false, tries: 0 }, flow, beside, [note('changed', slot.name)])
  }
  const again = named[0] ?? (asked ? told.at(-1) : undefined)
  // 抬头开错了能重开吗 asks.
  if (!again || !isMeant || (soundsLikeAsking(text) && beside.answer(text))) return null
  const { [again.name]: _gone, ...slots } = dialogue.slots
  return onward({ ...dialogue, slots, confirmed: false, tries: 0 }, flow, beside, [])
}

/** A question of another kind, or another thing to be done. */
function aside(dialogue: Dialogue, flow: Flow, rest: Step, text: string, beside: Beside): FlowTurn | null {
  const other = soundsLikeWishing(text) ? otherFlow(dialogue, flow, text, beside) : null
  if (other) return other
  const answer = soundsLikeAsking(text) ? beside.answer(text) : null
  if (!answer) return null
  const parts: Part[] = [{ kind: 'article', ...answer }, ...backTo(flow, rest, beside)]
  return turnOf({ ...dialogue, tries: 0 }, flow, parts, 'going')
}

/** Begins another flow that the text wants; at most one is left for another. */
function otherFlow(dialogue: Dialogue, flow: Flow, text: string, beside: Beside): FlowTurn | null {
  const other = dialogue.below === null ? beside.other(text) : null
  return other && other.id !== flow.id ? begin(dialogue.pack, other, text, beside, dialogue) : null
}

function missed(dialogue: Dialogue, flow: Flow, rest: Step, slot: Slot | undefined, code: Note, beside: Beside): FlowTurn {
  const tries = dialogue.tries + 1
  const patience = tries + (beside.isUpset ? 1 : 0)
  const parts: Part[] = [note(code, slot?.name ?? null)]
  if (patience >= PERSON_AFTER) return leave(dialogue, flow, beside, parts, 'person')
  if (patience >= OFFER_AFTER) parts.push(note('offer-person'))
  return turnOf({ ...dialogue, tries }, flow, [...parts, { kind: 'step', flow: flow.id, step: rest.id }], 'going')
}

/** Where a flow goes on after something else; who is angry is spared the words around it. */
function backTo(flow: Flow, rest: Step, beside: Beside): Part[] {
  const step: Part = { kind: 'step', flow: flow.id, step: rest.id }
  return beside.isUpset ? [step] : [note('back'), step]
}
