import type { Index } from './index.ts'
import { add } from './postings.ts'

/** Two families are one where their texts are so like on average. Measured by `npm run eval -- --task gaps`. */
const ALIKE = 0.28
/** What is less like counts as nothing: nearly all texts share a word or two. */
const WORTH_KEEPING = 0.18

/** Two texts that are at all alike, by their places; the first stands before the second. */
export interface Pair {
  one: number
  other: number
  /** From 0 to 1: the cosine by which questions are found. */
  likeness: number
}

/** How like the last `count` wordings of an index are to each other, the likest pairs first. */
export function pairsIn({ inWording, wordings, idf, mass }: Index, count: number): Pair[] {
  const from = wordings.length - count
  const holders: Int32Array[] = []
  const tokensOf: number[][] = Array.from({ length: count }, () => [])
  for (let token = 0; token < idf.length; token++) {
    // Documents of a token stand in the order of their numbers.
    const all = inWording.at.subarray(inWording.starts[token], inWording.starts[token + 1])
    const first = all.findIndex((at) => at >= from)
    if (first < 0 || all.length - first < 2) continue
    const held = all.subarray(first).map((at) => at - from)
    holders[token] = held
    for (const at of held) tokensOf[at]?.push(token)
  }
  const pairs: Pair[] = []
  const shared = new Float32Array(count)
  for (let one = 0; one < count; one++) {
    shared.fill(0)
    for (const token of tokensOf[one] ?? []) {
      const [held, weight] = [holders[token] as Int32Array, idf[token] as number]
      for (let place = held.length - 1; (held[place] as number) > one; place--) add(shared, held[place] as number, weight)
    }
    for (let other = one + 1; other < count; other++) {
      if (shared[other] === 0) continue
      const likeness = (shared[other] as number) / Math.sqrt((mass[from + one] as number) * (mass[from + other] as number))
      if (likeness >= WORTH_KEEPING) pairs.push({ one, other, likeness: Math.min(1, likeness) })
    }
  }
  return pairs.sort((a, b) => b.likeness - a.likeness || a.one - b.one || a.other - b.other)
}

/**
 * The family of each text, named by one of its texts. Texts of one group are a family from the start, those of two never
 * are; others join the likest first, as long as two families are alike on the whole (average linkage; Sokal and Michener,
 * 1958): a chain of small likenesses makes no family.
 */
export function familiesOf(pairs: readonly Pair[], groups: readonly (string | null)[]): number[] {
  const firstOf = new Map(groups.map((group, at) => [group, at] as const).toReversed())
  const above = groups.map((group, at) => (group === null ? at : (firstOf.get(group) ?? at)))
  const rootOf = (at: number): number => {
    let root = at
    while (above[root] !== root) root = above[root] as number
    above[at] = root
    return root
  }
  const size = new Map<number, number>()
  for (const root of above) size.set(root, (size.get(root) ?? 0) + 1)
  const grouped = new Map([...firstOf].flatMap(([group, at]) => (group === null ? [] : [[at, group]])))
  /** The likenesses between two families, summed up. */
  const sums = new Map<number, Map<number, number>>()
  const sumsOf = (root: number): Map<number, number> => {
    const known = sums.get(root) ?? new Map<number, number>()
    sums.set(root, known)
    return known
  }
  const note = (one: number, other: number, likeness: number) => {
    sumsOf(one).set(other, (sumsOf(one).get(other) ?? 0) + likeness)
    sumsOf(other).set(one, (sumsOf(other).get(one) ?? 0) + likeness)
  }
  const between = pairs.filter(({ one, other }) => rootOf(one) !== rootOf(other) && (groups[one] === null || groups[other] === null))
  for (const { one, other, likeness } of between) note(rootOf(one), rootOf(other), likeness)
  for (const pair of between) {
    const [one, other] = [rootOf(pair.one), rootOf(pair.other)]
    if (one === other || (grouped.has(one) && grouped.has(other))) continue
    const most = (size.get(one) ?? 1) * (size.get(other) ?? 1)
    if ((sumsOf(one).get(other) ?? 0) < ALIKE * most) continue
    const [kept, gone] = sumsOf(one).size >= sumsOf(other).size ? [one, other] : [other, one]
    above[gone] = kept
    size.set(kept, (size.get(one) ?? 1) + (size.get(other) ?? 1))
    const group = grouped.get(gone)
    if (group !== undefined) grouped.set(kept, group)
    for (const [third, sum] of sumsOf(gone)) {
      sumsOf(third).delete(gone)
      if (third !== kept) note(kept, third, sum)
    }
    sums.delete(gone)
  }
  return above.map((_, at) => rootOf(at))
}

/** How like each text is to the others of its family, each counted as often as it was asked. */
export function centralityOf(pairs: readonly Pair[], families: readonly number[], counts: readonly number[]): Float64Array {
  const centrality = Float64Array.from(counts)
  for (const { one, other, likeness } of pairs) {
    if (families[one] !== families[other]) continue
    centrality[one] = (centrality[one] as number) + likeness * (counts[other] ?? 0)
    centrality[other] = (centrality[other] as number) + likeness * (counts[one] ?? 0)
  }
  return centrality
}
