import { defaultPolicy } from '../../shared/desk/default-policy.ts'
import { lineFor } from '../../shared/desk/policy.ts'
import { type Figure, groupLines, halfLines } from './halves.ts'
import { ReferenceDesk } from './reference-desk.ts'
import type { Measured } from './report.ts'
import { isForMending, type TriageTalk } from './triage-talks.ts'
import type { Opening, Weighed } from './weighed.ts'

const COMPLETE: Figure = { of: 'complete', name: 'complete', aim: '98 %' }
const ASSIGNED: Figure = { of: 'assigned', name: 'assigned to a seat of the right department', aim: '95 %' }
const FIGURES: readonly Figure[] = [
  COMPLETE,
  { of: 'told', name: 'every fact told without the transcript', aim: '' },
  ASSIGNED,
  { of: 'sorted', name: 'type and urgency as they are', aim: '90 %' },
]

/** What of a ticket is there and right; nothing where there is none. `assigned`: whether its seat is there for the right line. */
export function ticketRights({ says, truth }: Pick<TriageTalk, 'says' | 'truth'>, ticket: Opening | null, assigned: boolean) {
  if (!ticket) return { complete: false, told: false, assigned: false, sorted: false }
  const { matter, customer, transcript } = ticket
  const problem = [matter.problem, matter.contact, ...matter.rows.map(({ shown }) => shown)].join('\n')
  const heard = transcript.filter(({ by }) => by === 'customer').map(({ text }) => text)
  const holdFacts = (text: string) => truth.facts.every((fact) => text.includes(fact))
  const isHeard = says.every((said) => heard.includes(said))
  return {
    complete: customer !== null && matter.problem !== '' && isHeard && holdFacts([problem, ...heard].join('\n')),
    told: holdFacts(problem),
    assigned,
    sorted: matter.type === truth.type && matter.urgency === truth.urgency,
  }
}

/** The tickets that talks go on as, where somebody came who could not settle them, and whom they are given to. */
export function measureTickets(weighed: readonly Weighed[]): Measured & { faults: string[] } {
  const desks = new Map<string, ReferenceDesk>()
  const rated = weighed.map(({ talk, ticket }) => {
    const { industry, language, truth } = talk
    const policy = defaultPolicy(industry, language)
    const desk = desks.get(industry) ?? new ReferenceDesk(policy)
    desks.set(industry, desk)
    if (!ticket) return { talk, ticket, line: null, rights: ticketRights(talk, null, false) }
    const { line: due, type: kind, urgency, tier } = ticket.matter
    const line = desk.place({ ticket: ticket.ticket, line: due, kind, urgency, tier, language })
    return { talk, ticket, line, rights: ticketRights(talk, ticket, line === lineFor(policy, truth.department)) }
  })
  return {
    title: 'Tickets of these talks, at a desk of twelve seats',
    lines: [...halfLines(rated, FIGURES), '', ...groupLines(rated, [COMPLETE, ASSIGNED])],
    faults: rated.flatMap(({ talk, ticket, line, rights }) => {
      const wrong = Object.entries(rights).flatMap(([name, isRight]) => (isRight ? [] : [name]))
      if (!isForMending(talk) || wrong.length === 0) return []
      const { facts, department } = talk.truth
      return [`${talk.id} ${wrong.join(' ')}: ${facts.join(', ')} for ${department}; said ${ticket?.matter.problem} for ${line}`]
    }),
  }
}
