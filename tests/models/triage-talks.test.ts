import { expect, it } from 'vitest'
import { utterances } from '../../models/data.ts'
import { isForMending, type TriageTalk, triageTalks } from '../../models/eval/triage-talks.ts'
import type { Intent, Urgency } from '../../shared/understanding/label.ts'
import { intentOf } from '../../shared/understanding/labels.ts'

const talks = triageTalks()
const STEPS: readonly Urgency[] = ['low', 'normal', 'high', 'urgent']

/** Up to so many signs everybody says alike: hello, thanks, yes. */
const POLITE = 6

const wholeOf = ({ says }: TriageTalk) => says.join('\n')

function counts(named: (talk: TriageTalk) => string, among = talks): number[] {
  const found = new Map<string, number>()
  for (const talk of among) found.set(named(talk), (found.get(named(talk)) ?? 0) + 1)
  return [...found.values()]
}

/** How many signs must be put in, taken out or changed to make one text of another (Levenshtein, 1966). */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row++) {
    const here = [row]
    for (let column = 1; column <= other.length; column++) {
      const changed = (above[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1)
      here.push(Math.min(changed, (above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1))
    }
    above = here
  }
  return above.at(-1) ?? 0
}

it('[U6] has enough talks of every industry, language, type, urgency and department to measure with', () => {
  for (const industry of ['e-commerce', 'finance', 'telecom', 'government'])
    expect(talks.filter((talk) => talk.industry === industry && talk.language === 'zh-CN').length, industry).toBeGreaterThanOrEqual(65)
  expect(talks.filter(({ language }) => language === 'en').length).toBeGreaterThanOrEqual(60)
  for (const named of ['type', 'urgency', 'department', 'first'] as const)
    expect(Math.min(...counts(({ truth }) => truth[named])), named).toBeGreaterThanOrEqual(15)
  const people = talks.filter(({ truth }) => truth.first === 'people').length / talks.length
  expect(people).toBeGreaterThan(0.35)
  expect(people).toBeLessThan(0.45)
})

it('[U6] tells type and department as the intent is defined, and urgency never below it', () => {
  const wrong = talks.filter(({ industry, truth }) => {
    const intents = truth.intents.map(intentOf).filter((intent): intent is Intent => intent !== undefined)
    return !intents.every(
      (intent) =>
        (intent.industry === 'common' || intent.industry === industry) &&
        intent.ticket === truth.type &&
        intent.department === truth.department &&
        STEPS.indexOf(truth.urgency) >= STEPS.indexOf(intent.urgency),
    )
  })
  expect(wrong.map(({ id }) => id)).toEqual([])
})

it('[U6] sends who is a VIP, complains or lost a card to people', () => {
  const due = talks.filter(
    ({ tier, truth }) =>
      tier === 'vip' || truth.type === 'complaint' || truth.intents.some((id) => id === 'card-loss' || id === 'request-person'),
  )
  expect(due.filter(({ truth }) => truth.first !== 'people').map(({ id }) => id)).toEqual([])
})

it('[U6] asks for facts that were said, each in one message', () => {
  const missing = talks.filter(({ says, truth }) => !truth.facts.every((fact) => says.some((said) => said.includes(fact))))
  expect(missing.map(({ id }) => id)).toEqual([])
})

it('[U3] says nothing twice, and nothing that models learned from', () => {
  const wholes = talks.map((talk) => ({ id: talk.id, text: wholeOf(talk).toLowerCase() }))
  const close = wholes.flatMap((one, at) =>
    wholes.slice(at + 1).flatMap((other) => {
      const longest = Math.max(one.text.length, other.text.length)
      const near = Math.floor(longest / 3)
      if (longest - Math.min(one.text.length, other.text.length) > near) return []
      return distance(one.text, other.text) <= near ? [`${one.id} ${other.id}`] : []
    }),
  )
  expect(close).toEqual([])
  const learned = new Set(utterances().map(({ text }) => text))
  expect(talks.flatMap(({ says }) => says.filter((said) => said.length > POLITE && learned.has(said)))).toEqual([])
}, 60_000)

it('[U6] keeps half of the talks that were written first from those who mend, and all that were written later', () => {
  const [first, later] = [talks.filter(({ id }) => !id.includes('.later.')), talks.filter(({ id }) => id.includes('.later.'))]
  expect(Math.abs(first.filter(isForMending).length - first.length / 2)).toBeLessThanOrEqual(4)
  expect(later.length).toBeGreaterThanOrEqual(160)
  expect(later.filter(isForMending)).toEqual([])
  expect(talks.filter((talk) => !isForMending(talk)).length).toBeGreaterThanOrEqual(300)
})
