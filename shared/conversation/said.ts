import type { CommandId } from '../base/ids.ts'

/** What a customer said, in a line; open for as long as nothing was answered to it. */
export interface Said {
  id: CommandId
  line: string
  open: boolean
}

/** So many of the latest are remembered, and so many characters of each: enough to say what a ticket is about. */
const SAID = 12
const LINE = 60
/** What says less is no matter: 在吗, ok. */
const LEAST = 3
/** A wish for a person says no more than that; what is longer, or says something before it, also says why. */
const MERE_WISH = 12
const COURTESY = /您?你?好|在吗|hello|hi|谢谢|please/gi
const SAYS_WHY = /\p{L}\P{L}+\p{Script=Han}{2}/u

/** Adds what was said now. What was answered makes room first, then what says least: the matter is often told at the beginning. */
export function withSaid(said: readonly Said[], id: CommandId, text: string): Said[] {
  const all = [...said, { id, line: lineOf(text), open: true }]
  if (all.length <= SAID) return all
  const gone = said.find(({ open }) => !open) ?? said.reduce((least, one) => (one.line.length < least.line.length ? one : least))
  return all.filter((one) => one !== gone)
}

/** A text on one line, cut to what a title can hold. */
function lineOf(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  // Half a character at the cut is none.
  return plain.length > LINE ? `${plain.slice(0, LINE - 1).replace(/[\ud800-\udbff]$/, '')}…` : plain
}

/** Something was answered: it settles what was said up to there. */
export function settled(said: readonly Said[], upTo: CommandId): Said[] {
  const last = said.findIndex(({ id }) => id === upTo)
  return said.map((one, at) => (at <= last ? { ...one, open: false } : one))
}

/** What was answered did not help: it is open again. */
export const unsettled = (said: readonly Said[], message: CommandId): Said[] =>
  said.map((one) => (one.id === message ? { ...one, open: true } : one))

const isMereWish = ({ line }: Said): boolean => line.length <= MERE_WISH && !SAYS_WHY.test(line.replace(COURTESY, ''))

/** A person was asked for, in words: the device derives such a command from the message. */
export const wishedFor = (said: readonly Said[], cause: CommandId): Said[] =>
  said.map((one) => (cause.startsWith(`${one.id}.`) && isMereWish(one) ? { ...one, open: false } : one))

/** Whether something was asked that nobody has answered. */
export const isLeftOpen = (said: readonly Said[]): boolean => said.some(({ open, line }) => open && line.length >= LEAST)

/** What tells of the matter: all that is open, or what says most where nothing is. */
export function matterIn(said: readonly Said[]): Said[] {
  const open = said.filter((one) => one.open)
  return open.length > 0 ? open : saysMost(said)
}

/** What a customer wants, in a line; empty where nothing was said. */
export const mainOf = (said: readonly Said[]): string => saysMost(matterIn(said))[0]?.line ?? ''

const saysMost = ([first, ...others]: readonly Said[]): Said[] =>
  first ? [others.reduce((most, one) => (one.line.length > most.line.length ? one : most), first)] : []
