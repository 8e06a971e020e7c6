import type { Dialogue } from '../conversation/dialogue.ts'
import type { Flow, Slot, Step } from '../knowledge/flow.ts'
import type { Told } from '../knowledge/walk.ts'
import { normalise } from '../language/normalise.ts'
import { optionIn } from './slots/choices.ts'
import { readSlot } from './slots/read.ts'
import { yesOrNo } from './slots/yes-no.ts'

/** Slots that would take any text at all. */
export const OPEN: ReadonlySet<Slot['kind']> = new Set(['text', 'name', 'address'])
const NUMERIC: ReadonlySet<Slot['kind']> = new Set(['number', 'amount'])

/** Fills whatever a sentence tells without a doubt, beside what is known. Each thing that is said fills one slot. */
export function unmistakable(flow: Flow, known: Dialogue['slots'], text: string, today: string): Dialogue['slots'] {
  const slots = { ...known }
  const used = new Set(Object.values(known).map(({ value }) => value))
  for (const slot of flow.slots) {
    if (slots[slot.name] !== undefined || slot.kind === 'text') continue
    const found = readSlot(slot, text, today, false)
    if (!found?.ok || !found.sure || used.has(found.filled.value)) continue
    // A day that is past tells what happened, and not when something is wanted.
    if (slot.kind === 'date' && found.filled.value < today) continue
    slots[slot.name] = found.filled
    used.add(found.filled.value)
  }
  return slots
}

/** Who says what is wanted mostly says why: the sentence that begins a flow may answer the choice that it begins with. */
export function toldFirst(flow: Flow, rest: Step, text: string, today: string): Dialogue['slots'] {
  const slot = rest.kind === 'ask' ? flow.slots.find(({ name }) => name === rest.slot) : undefined
  const chosen = slot?.kind === 'choice' ? optionIn(slot.options ?? [], normalise(text), today, true) : null
  return slot && chosen?.sure && chosen.clear ? { [slot.name]: { value: chosen.option.value, shown: chosen.option.label } } : {}
}

/** Whether a text answers a slot that takes only what looks like it. */
export const fits = (slot: Slot, text: string, today: string): boolean =>
  !OPEN.has(slot.kind) && readSlot(slot, text, today, true)?.ok === true

/** Whether a text is one of a slot's own answers, or leaves it out where it may be left out. */
export function readsClosed(slot: Slot, text: string, today: string): boolean {
  if (!slot.optional && slot.kind !== 'choice' && slot.kind !== 'yes-no') return false
  const found = readSlot(slot, text, today, true)
  return found?.ok === true && (!OPEN.has(slot.kind) || found.filled.value === '')
}

/** Whether what was asked may only be touched on in a text that is about something else. */
export function isByTheWay(slot: Slot, text: string, today: string): boolean {
  if (OPEN.has(slot.kind)) return true
  if (slot.kind === 'yes-no') return yesOrNo(text.split(/[,，。\s]/)[0] ?? '') === null
  return slot.kind === 'choice' && !isWhole(slot, text, today)
}

/** Whether an answer may tell more than what was asked: not a story, and not a mere choice, whose word belongs to it alone. */
export const saysMore = (slot: Slot, text: string, today: string): boolean =>
  !OPEN.has(slot.kind) && !(slot.kind === 'choice' && isWhole(slot, text, today))

const isWhole = (slot: Slot, text: string, today: string): boolean =>
  optionIn(slot.options ?? [], normalise(text), today, true)?.whole === true

/** What stands behind 是, 改成, 应该是: 不对，手机号应该是139… */
const BEHIND = /(?:应该是|改成|改为|改到|换成|而?是|should be|change (?:it|that) to|i meant|it'?s|is)[:：]?\s*(.+)$/iu
/** A number at the beginning of what stands behind: 改成三万吧. */
const NUMBER = /\d|^[大约]*[一二两三四五六七八九十]+[百千万]/

/** The new value of a slot in a correction; where the slot is meant beyond doubt, whatever stands behind 是 is it. */
export function correctionOf(slot: Slot, text: string, today: string, isNamed: boolean, isMeant: boolean): Told | null {
  const words = BEHIND.exec(text)?.[1]
  const isNumber = isMeant && NUMERIC.has(slot.kind) && NUMBER.test(words ?? text)
  const found = readSlot(slot, words ?? text, today, (isNamed || isNumber) && (words !== undefined || !OPEN.has(slot.kind)))
  return found?.ok ? found.filled : null
}
