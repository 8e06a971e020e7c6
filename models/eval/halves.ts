import { sharesRight } from './intervals.ts'
import { confusions, type Judged } from './measures.ts'
import { head, percent, row } from './report.ts'
import { isForMending, type TriageTalk } from './triage-talks.ts'

/** What was right of one talk, by figure. */
export interface Rated {
  talk: Pick<TriageTalk, 'id' | 'industry' | 'language'>
  rights: Readonly<Record<string, boolean>>
}

/** A figure by its name among the rights, in words, and what it should reach. */
export interface Figure {
  of: string
  name: string
  aim: string
}

const [MENDED, KEPT] = ['talks that it was mended with', 'talks that nobody looked at']

/** Those that nobody looked at. */
export const kept = <One extends { talk: Pick<TriageTalk, 'id'> }>(all: readonly One[]): One[] =>
  all.filter(({ talk }) => !isForMending(talk))

const shareOf = (some: readonly Rated[], of: string): string => sharesRight(some.map(({ rights }) => rights[of] === true))

/** A line for each figure, a column for each half of the talks. */
export function halfLines(rated: readonly Rated[], figures: readonly Figure[]): string[] {
  const halves = [rated.filter(({ talk }) => isForMending(talk)), kept(rated)]
  return [
    ...head('right, with 95 % intervals', 'aim', `${halves[0]?.length} ${MENDED}`, `${halves[1]?.length} ${KEPT}`),
    ...figures.map(({ of, name, aim }) => row(name, aim, ...halves.map((some) => shareOf(some, of)))),
  ]
}

/** Of the talks that nobody looked at, a line for each industry and language. */
export function groupLines(rated: readonly Rated[], figures: readonly Figure[]): string[] {
  const groupOf = ({ talk }: Rated) => `${talk.industry} ${talk.language}`
  const some = kept(rated)
  return [
    ...head(KEPT, 'talks', ...figures.map(({ name }) => name)),
    ...[...new Set(some.map(groupOf))].toSorted().map((group) => {
      const of = some.filter((one) => groupOf(one) === group)
      return row(group, of.length, ...figures.map((figure) => shareOf(of, figure.of)))
    }),
  ]
}

/** How often each of what was true was taken for what: a line for what was true, a column for what was said. */
export function confusionLines(name: string, rows: readonly Judged[]): string[] {
  const labels = [...new Set(rows.flatMap(({ expected, said }) => [expected, said]))].toSorted()
  const mistaken = new Map(confusions(rows, rows.length).map(({ expected, said, count }) => [`${expected} ${said}`, count]))
  return [
    ...head(`${name}, true and said`, 'talks', ...labels, 'right'),
    ...labels.flatMap((label) => {
      const of = rows.filter(({ expected }) => expected === label)
      if (of.length === 0) return []
      const right = of.filter(({ said }) => said === label).length
      return [
        row(
          label,
          of.length,
          ...labels.map((said) => (said === label ? right : (mistaken.get(`${label} ${said}`) ?? ''))),
          percent(right / of.length),
        ),
      ]
    }),
  ]
}
