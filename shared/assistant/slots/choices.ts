import type { Slot } from '../../knowledge/flow.ts'
import { normalise } from '../../language/normalise.ts'
import { plain } from '../../language/plain.ts'
import { conceptsIn } from '../../language/synonyms.ts'
import { tokenise } from '../../language/tokenise.ts'
import { rangeOf, spanIn } from './spans.ts'
import { bare, yesOrNo } from './yes-no.ts'

type Option = NonNullable<Slot['options']>[number]

/** An option that was chosen. */
export interface Chosen {
  option: Option
  sure: boolean
  /** Whether it was named, or takes up half of what was said. */
  whole: boolean
  /** Whether nothing in the text speaks for another option. */
  clear: boolean
}

const named = (option: Option): Chosen => ({ option, sure: true, whole: true, clear: true })

const ORDINALS: readonly [RegExp, number][] = [
  [/^(第?[一1]个?|a|the first( one)?|first)$/, 0],
  [/^(第?[二2两]个?|b|the second( one)?|second)$/, 1],
  [/^(第?[三3]个?|c|the third( one)?|third)$/, 2],
  [/^(第?[四4]个?|d|the fourth( one)?|fourth)$/, 3],
  [/^(第?[五5]个?|e|the fifth( one)?|fifth|the last( one)?|最后一?个)$/, 4],
]

/** The option that a normalised text names: by its place, by its words, by the time it tells of, or by what is most like them. */
export function optionIn(options: readonly Option[], flat: string, today: string, answering: boolean): Chosen | null {
  if (answering) {
    const at = ORDINALS.find(([form]) => form.test(bare(flat)))?.[1]
    const chosen = at === undefined ? undefined : options[at]
    if (chosen) return named(chosen)
  }
  const said = plain(flat)
  const [best, second] = options
    .map((option) => ({ option, length: longestIn([option.label, ...option.words], flat, said, answering) }))
    .toSorted((one, other) => other.length - one.length)
  if (best && best.length > 0) {
    const whole = best.length * 2 >= bare(flat).length
    return { option: best.option, sure: true, whole, clear: (second?.length ?? 0) === 0 }
  }
  const span = answering ? inTime(options, spanIn(flat, today)) : null
  if (span) return named(span)
  const polar = answering ? polarOf(options, flat) : null
  if (polar) return named(polar)
  const like = answering ? nearest(options, said) : null
  return like && { option: like, sure: false, whole: false, clear: false }
}

/** The option for a yes or a no, where those are what there is to choose from. */
function polarOf(options: readonly Option[], flat: string): Option | null {
  const said = yesOrNo(flat) ?? yesOrNo(flat.split(/[,，。;；\s]/)[0] ?? '')
  if (said === null) return null
  const form = said ? AFFIRMING : DENYING
  const [only, another] = options.filter(({ value, label }) => value === (said ? 'yes' : 'no') || form.test(label))
  return another ? null : (only ?? null)
}

/** How the label of an option begins that a mere yes or no means, if it is the only one: 没有合约, 有，没到期. */
const AFFIRMING = /^(有(?!人)|要|是(?!不)|需要|yes\b)/i
const DENYING = /^(都?没有?|不用|不要|不需要|都不|none\b|no\b|neither\b)/i

/** The option for so many days, where options are times. */
function inTime(options: readonly Option[], days: number | null): Option | null {
  const ranges = options.flatMap((option) => {
    const range = rangeOf(option.label)
    return range ? [{ option, range }] : []
  })
  if (days === null || ranges.length < 2) return null
  return ranges.find(({ range: [least, most] }) => days >= least && days <= most)?.option ?? null
}

/** From this likeness on an option is meant that was said in other words, if the next is so far behind. */
const LIKE = 0.5
const AHEAD = 0.12

/** The option whose words share most with what was said, where one does clearly. */
function nearest(options: readonly Option[], said: string): Option | null {
  const tokens = tokensOf(said)
  const likeness = (word: string) => {
    const own = tokensOf(plain(normalise(word.replaceAll('…', ' '))))
    const shared = [...own].filter((token) => tokens.has(token)).length
    return shared / Math.max(1, Math.min(own.size, tokens.size))
  }
  const [first, second] = options
    .map((option) => ({ option, like: Math.max(...[option.label, ...option.words].map(likeness)) }))
    .toSorted((one, other) => other.like - one.like)
  return first && first.like >= LIKE && first.like - (second?.like ?? 0) >= AHEAD ? first.option : null
}

const tokensOf = (text: string): Set<string | number> => new Set([...tokenise(text), ...conceptsIn(text)])

/** How much of a text the longest of some words takes; words that are denied right before do not count. */
function longestIn(words: readonly string[], flat: string, said: string, answering: boolean): number {
  const found = words.map((word) => {
    const form = normalise(word)
    const parts = form.split(GAP).filter((part) => part !== '')
    if (form.startsWith(GAP) && !answering) return 0
    if (parts.length > 1) return new RegExp(parts.map(escaped).join('.{0,6}')).test(flat) ? lengthOf(parts) : 0
    const [only = ''] = parts
    const isSaid = flat.includes(only) && !new RegExp(`(不是|并非|没有|没在|没有在|没打算|从没|not )${escaped(only)}`).test(flat)
    return isSaid || said === plain(only) ? only.length : 0
  })
  return Math.max(0, ...found)
}

/** Stands for a few characters in a word; normalised, it is three dots. */
const GAP = normalise('…')
const lengthOf = (parts: readonly string[]): number => parts.reduce((sum, part) => sum + part.length, 0)
const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
