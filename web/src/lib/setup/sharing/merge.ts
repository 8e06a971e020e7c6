import { canonical } from '$shared/base/digest.ts'
import type { Policy } from '$shared/desk/policy.ts'

/** The parts of a policy that are changed on their own. */
export const PARTS = ['lines', 'headStarts', 'rules', 'levels', 'talkLevels', 'fields'] as const
export type Part = (typeof PARTS)[number]
export type Parts = Pick<Policy, Part>

export const partsOf = ({ lines, headStarts, rules, levels, talkLevels, fields }: Parts): Parts => ({
  lines,
  headStarts,
  rules,
  levels,
  talkLevels,
  fields,
})

const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)

/** The parts in which two of them differ. */
export const changedParts = (before: Parts, after: Parts): Part[] => PARTS.filter((part) => !isSame(before[part], after[part]))

/**
 * [D10] What was typed over `base`, over what another has made of it meanwhile: what only one of the two changed is as
 * they made it, and `clashes` are the parts that both did, differently. In those the typed one stands.
 */
export function rebased(base: Parts, typed: Parts, theirs: Parts): { parts: Parts; clashes: Part[] } {
  const [mine, others] = [changedParts(base, typed), changedParts(base, theirs)]
  const own = Object.fromEntries(mine.map((part) => [part, typed[part]]))
  return {
    parts: { ...partsOf(theirs), ...own },
    clashes: mine.filter((part) => others.includes(part) && !isSame(typed[part], theirs[part])),
  }
}
