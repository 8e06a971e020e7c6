import { confusionLines, type Figure, groupLines, halfLines, kept } from './halves.ts'
import type { Measured } from './report.ts'
import { isForMending } from './triage-talks.ts'
import type { Weighed } from './weighed.ts'

const FIRST: Figure = { of: 'first', name: 'people or the assistant first', aim: '92 %' }
const BOTH: Figure = { of: 'both', name: 'type and urgency together', aim: '90 %' }
const FIGURES: readonly Figure[] = [
  FIRST,
  BOTH,
  { of: 'type', name: 'type', aim: '' },
  { of: 'urgency', name: 'urgency', aim: '' },
  { of: 'intent', name: 'intent', aim: '' },
]

/** Work of which nothing was understood is an enquiry. */
const typeOf = ({ verdict }: Pick<Weighed, 'verdict'>) => verdict.facts.type ?? 'enquiry'

/** What was right of a talk. */
export function triageRights(weighed: Weighed) {
  const { talk, verdict, first } = weighed
  const type = typeOf(weighed) === talk.truth.type
  const urgency = verdict.urgency === talk.truth.urgency
  const intent = verdict.facts.intent !== null && talk.truth.intents.includes(verdict.facts.intent)
  return { first: first === talk.truth.first, type, urgency, both: type && urgency, intent }
}

/** How well talks are weighed by the rules of a desk that changed none. */
export function measureTriage(weighed: readonly Weighed[]): Measured & { faults: string[] } {
  const rated = weighed.map((one) => ({ talk: one.talk, rights: triageRights(one) }))
  const judged = (of: (one: Weighed) => [expected: string, said: string]) =>
    kept(weighed).map((one) => {
      const [expected, said] = of(one)
      return { expected, said, score: 1 }
    })
  return {
    title: 'Triage, on written talks',
    lines: [
      ...halfLines(rated, FIGURES),
      '',
      ...groupLines(rated, [FIRST, BOTH]),
      '',
      ...confusionLines(
        'first',
        judged(({ talk, first }) => [talk.truth.first, first]),
      ),
      '',
      ...confusionLines(
        'type',
        judged((one) => [one.talk.truth.type, typeOf(one)]),
      ),
      '',
      ...confusionLines(
        'urgency',
        judged(({ talk, verdict }) => [talk.truth.urgency, verdict.urgency]),
      ),
    ],
    faults: weighed.filter(({ talk }) => isForMending(talk)).flatMap(faultOf),
  }
}

/** What was wrong of a talk that may be looked at, in a line. */
function faultOf(weighed: Weighed): string[] {
  const { talk, verdict, first } = weighed
  const wrong = Object.entries(triageRights(weighed)).flatMap(([name, isRight]) => (isRight ? [] : [name]))
  if (wrong.length === 0) return []
  const { facts, fired, urgency } = verdict
  const said = [first, facts.intent, urgency, `anger ${facts.anger}`, `complexity ${facts.complexity}`, ...fired.map(({ id }) => id)]
  const { intents, urgency: due, first: who } = talk.truth
  return [`${talk.id} ${wrong.join(' ')}: 「${talk.says.join(' / ')}」 is ${[who, ...intents, due].join(', ')}; said ${said.join(', ')}`]
}
