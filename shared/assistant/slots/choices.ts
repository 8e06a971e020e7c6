import type { Slot } from '../../knowledge/flow.ts'
import { normalise } from '../../language/normalise.ts'
import { plain } from '../../language/plain.ts'
import { conceptsIn } from '../../language/synonyms.ts'
import { tokenise } from '../../language/tokenise.ts'
import { bare } from './yes-no.ts'

type Option = NonNullable<Slot['options']>[number]

/** An option that was chosen; `whole` where it was named, or takes up half of what was said. */
export interface Chosen {
  option: Option
  sure: boolean
  whole: boolean
}

const ORDINALS: readonly [RegExp, number][] = [
  [/^(第?[一1]个?|a|the first( one)?|first)$/, 0],
  [/^(第?[二2两]个?|b|the second( one)?|second)$/, 1],
  [/^(第?[三3]个?|c|the third( one)?|third)$/, 2],
  [/^(第?[四4]个?|d|the fourth( one)?|fourth)$/, 3],
  [/^(第?[五5]个?|e|the fifth( one)?|fifth|the last( one)?|最后一?个)$/, 4],
]

/** The option that a normalised text names: by its place, by its words, or by what is most like them. */
export function optionIn(options: readonly Option[], flat: string, answering: boolean): Chosen | null {
  if (answering) {
    const at = ORDINALS.find(([form]) => form.test(bare(flat)))?.[1]
    const chosen = at === undefined ? undefined : options[at]
    if (chosen) return { option: chosen, sure: true, whole: true }
  }
  const said = plain(flat)
  const best = options
    .map((option) => ({ option, length: longestIn([option.label, ...option.words], flat, said) }))
    .toSorted((one, other) => other.length - one.length)[0]
  if (best && best.length > 0) return { option: best.option, sure: true, whole: best.length * 2 >= bare(flat).length }
  const like = answering ? nearest(options, said) : null
  return like && { option: like, sure: false, whole: false }
}

/** From this likeness on an option is meant that was said in other words, if the next is so far behind. */
const LIKE = 0.5
const AHEAD = 0.12

/** The option whose words share most with what was said, where one does clearly. */
function nearest(options: readonly Option[], said: string): Option | null {
  const tokens = tokensOf(said)
  const likeness = (word: string) => {
    const own = tokensOf(plain(normalise(word)))
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
function longestIn(words: readonly string[], flat: string, said: string): number {
  const found = words
    .map((word) => normalise(word))
    .filter(
      (word) =>
        (flat.includes(word) && !new RegExp(`(不是|并非|没有|没在|没有在|没打算|从没|not )${escaped(word)}`).test(flat)) ||
        said === plain(word),
    )
  return Math.max(0, ...found.map((word) => word.length))
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
