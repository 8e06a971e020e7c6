/** What was expected of one text, what was said of it, and how surely. */
export interface Judged {
  expected: string
  said: string
  score: number
}

export interface LabelFigures {
  label: string
  count: number
  precision: number
  recall: number
  f1: number
}

export const accuracy = (rows: readonly Judged[]): number => rows.filter(({ expected, said }) => expected === said).length / rows.length

/** Precision, recall and F1 of every label that was expected. */
export function byLabel(rows: readonly Judged[]): LabelFigures[] {
  const labels = [...new Set(rows.map(({ expected }) => expected))].toSorted()
  return labels.map((label) => {
    const right = rows.filter(({ expected, said }) => expected === label && said === label).length
    const count = rows.filter(({ expected }) => expected === label).length
    const named = rows.filter(({ said }) => said === label).length
    const [precision, recall] = [named === 0 ? 0 : right / named, right / count]
    return { label, count, precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
  })
}

/** The mean of the labels' F1: each counts as much as any other, however many texts it has. */
export function macroF1(rows: readonly Judged[]): number {
  const labels = byLabel(rows)
  return labels.reduce((sum, { f1 }) => sum + f1, 0) / labels.length
}

/**
 * How well texts are grouped, where `expected` names the right group and `said` the one they were put into: for the usual
 * text, how much of its group belongs there, and how much of what belongs there is in it (B-cubed; Bagga and Baldwin, 1998).
 */
export function bCubed(rows: readonly Pick<Judged, 'expected' | 'said'>[]): { precision: number; recall: number } {
  const count = (fits: (row: Pick<Judged, 'expected' | 'said'>) => boolean) => rows.filter(fits).length
  let [precision, recall] = [0, 0]
  for (const { expected, said } of rows) {
    const both = count((row) => row.expected === expected && row.said === said)
    precision += both / count((row) => row.said === said) / rows.length
    recall += both / count((row) => row.expected === expected) / rows.length
  }
  return { precision, recall }
}

/** What is most often taken for what. */
export function confusions(rows: readonly Judged[], most: number): { expected: string; said: string; count: number }[] {
  const counts = new Map<string, { expected: string; said: string; count: number }>()
  for (const { expected, said } of rows) {
    if (expected === said) continue
    const pair = counts.get(`${expected} ${said}`) ?? { expected, said, count: 0 }
    pair.count++
    counts.set(`${expected} ${said}`, pair)
  }
  return [...counts.values()].toSorted((one, other) => other.count - one.count).slice(0, most)
}

/**
 * How well a score tells two kinds apart: the probability that one of `higher` scores above one of `lower`, ties half
 * (area under the receiver operating characteristic, by ranks; Mann and Whitney, 1947).
 */
export function auroc(higher: readonly number[], lower: readonly number[]): number {
  const all = [...higher.map((score) => ({ score, isHigher: true })), ...lower.map((score) => ({ score, isHigher: false }))]
  all.sort((one, other) => one.score - other.score)
  let sum = 0
  for (let from = 0; from < all.length; ) {
    let to = from
    while (to < all.length && all[to]?.score === all[from]?.score) to++
    const rank = (from + 1 + to) / 2
    for (let at = from; at < to; at++) if (all[at]?.isHigher) sum += rank
    from = to
  }
  return (sum - (higher.length * (higher.length + 1)) / 2) / (higher.length * lower.length)
}

const BINS = 10

/** How far what is said to be probable is from what is true, over ten bins (expected calibration error; Naeini et al., 2015). */
export function calibrationError(rows: readonly Judged[]): number {
  let error = 0
  for (let bin = 0; bin < BINS; bin++) {
    const inside = rows.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === bin)
    if (inside.length === 0) continue
    const mean = inside.reduce((sum, { score }) => sum + score, 0) / inside.length
    error += (inside.length / rows.length) * Math.abs(mean - accuracy(inside))
  }
  return error
}
