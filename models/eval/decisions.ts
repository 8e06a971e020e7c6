import type { Index } from '../../shared/knowledge/index.ts'
import type { Aids } from '../../shared/knowledge/lift.ts'
import { retrieve } from '../../shared/knowledge/retrieve.ts'
import { fraction } from '../data.ts'
import type { Asked, Collection } from './clusters.ts'
import { calibrationError } from './measures.ts'
import { head, percent, row } from './report.ts'

/** Thresholds were chosen on the one half of the questions, by a hash of the text; these are of the other. */
export const isHeldOut = ({ text }: Asked): boolean => fraction(text) >= 0.5

interface Outcome {
  kind: 'answer' | 'choices' | 'unknown'
  confidence: number
  isRight: boolean
  isOffered: boolean
  isOurs: boolean
}

/** What is known of each question beside its words. */
export type Known = (question: string) => Aids

/** What stands above the rows of `decisionRow`. */
export const DECISIONS = head(
  'questions',
  'found',
  'asked',
  'answers that are right',
  'answered rightly',
  'among choices',
  'none: left unanswered',
  'none: answered',
  'calibration error',
)

function outcomesOf(index: Index, asked: readonly Asked[], known: Known): Outcome[] {
  return asked.filter(isHeldOut).map(({ text, id }) => {
    const found = retrieve(index, text, known(text))
    const first = found.kind === 'answer' ? found.article : found.kind === 'choices' ? found.articles[0] : undefined
    const isOffered = found.kind === 'choices' && found.articles.some((article) => article.id === id)
    return {
      kind: found.kind,
      confidence: found.confidence,
      isRight: first !== undefined && first.id === id,
      isOffered,
      isOurs: id !== null,
    }
  })
}

/** What is said to the questions that are held out: what is answered, what offered, and what is said where there is no answer. */
export function decisionRow(way: string, index: Index, { name, asked }: Collection, known: Known): string {
  const outcomes = outcomesOf(index, asked, known)
  const share = (some: readonly Outcome[], is: (outcome: Outcome) => boolean) => percent(some.filter(is).length / Math.max(1, some.length))
  const [ours, theirs] = [outcomes.filter(({ isOurs }) => isOurs), outcomes.filter(({ isOurs }) => !isOurs)]
  const answers = outcomes.filter(({ kind }) => kind === 'answer')
  const told = outcomes.filter(({ kind }) => kind !== 'unknown')
  return row(
    name,
    way,
    outcomes.length,
    share(answers, ({ isRight }) => isRight),
    share(ours, ({ kind, isRight }) => kind === 'answer' && isRight),
    share(ours, ({ isOffered }) => isOffered),
    share(theirs, ({ kind }) => kind === 'unknown'),
    share(theirs, ({ kind }) => kind === 'answer'),
    calibrationError(
      told.map(({ confidence, isRight }) => ({ expected: 'right', said: isRight ? 'right' : 'wrong', score: confidence })),
    ).toFixed(3),
  )
}
