/**
 * How many letters have to be put in, taken out, changed or swapped with their neighbour to make one word of the other
 * (optimal string alignment; Damerau, 1964); `most` + 1 where it is more than `most`.
 */
export function edits(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let [above, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let line = 1; line <= one.length; line++) {
    const next = [line]
    for (let at = 1; at <= other.length; at++) {
      const same = one[line - 1] === other[at - 1]
      let least = Math.min((row[at] as number) + 1, (next[at - 1] as number) + 1, (row[at - 1] as number) + (same ? 0 : 1))
      const swapped = line > 1 && at > 1 && one[line - 1] === other[at - 2] && one[line - 2] === other[at - 1]
      if (swapped) least = Math.min(least, (above[at - 2] as number) + 1)
      next[at] = least
    }
    if (Math.min(...next) > most) return most + 1
    ;[above, row] = [row, next]
  }
  return Math.min(row[other.length] as number, most + 1)
}
