/** A stretch of two texts: in both, in the first alone, or in the second alone. */
export interface Stretch {
  text: string
  in: 'both' | 'first' | 'second'
}

/** Chinese characters one by one, everything else by words and by what stands between them. */
const PARTS = /\p{Script=Han}|[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu
/** More cells than this are not compared one by one: then all between the common ends is taken for other. */
const MOST_CELLS = 4_000_000

/** Where two texts differ, by their longest common subsequence. Joined over what is in one text they give that text. */
export function differences(first: string, second: string): Stretch[] {
  const [one, other] = [first.match(PARTS) ?? [], second.match(PARTS) ?? []]
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) start++
  let end = 0
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end++
  const stretches: Stretch[] = []
  const add = (text: string | undefined, where: Stretch['in']) => {
    const last = stretches.at(-1)
    if (!text) return
    if (last?.in === where) last.text += text
    else stretches.push({ text, in: where })
  }
  add(one.slice(0, start).join(''), 'both')
  between(one.slice(start, one.length - end), other.slice(start, other.length - end), add)
  add(one.slice(one.length - end).join(''), 'both')
  return stretches
}

function between(one: readonly string[], other: readonly string[], add: (text: string | undefined, where: Stretch['in']) => void): void {
  const width = other.length + 1
  if ((one.length + 1) * width > MOST_CELLS) {
    add(one.join(''), 'first')
    return add(other.join(''), 'second')
  }
  const common = new Uint16Array((one.length + 1) * width)
  const at = (row: number, column: number) => common[row * width + column] as number
  for (let row = one.length - 1; row >= 0; row--)
    for (let column = other.length - 1; column >= 0; column--)
      common[row * width + column] =
        one[row] === other[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
  let [row, column] = [0, 0]
  while (row < one.length || column < other.length) {
    if (row < one.length && column < other.length && one[row] === other[column]) {
      add(one[row++], 'both')
      column++
    } else if (column >= other.length || (row < one.length && at(row + 1, column) >= at(row, column + 1))) add(one[row++], 'first')
    else add(other[column++], 'second')
  }
}
