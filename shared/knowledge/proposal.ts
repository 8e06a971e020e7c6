import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import type { TicketType } from '../understanding/label.ts'
import { TicketTypeName } from '../understanding/work.ts'
import { PHRASING_MOST, QUESTION_MOST } from './article.ts'
import { gapText, withoutTraces } from './gap.ts'

/** Characters of the longest answer that is proposed: as many as an article may have. */
const ANSWER_MOST = 4000

/** An article that a settled ticket suggests. Nothing in it tells who asked; the ticket's number tells where it is from. */
export const Proposal = v.strictObject({
  number: v.pipe(v.string(), v.regex(/^[0-9A-Z]{8}$/)),
  language: Language,
  question: v.pipe(v.string(), v.minLength(2), v.maxLength(QUESTION_MOST)),
  phrasings: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(PHRASING_MOST))), v.maxLength(1)),
  answer: v.pipe(v.string(), v.minLength(2), v.maxLength(ANSWER_MOST)),
  type: TicketTypeName,
  intents: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), v.maxLength(40))), v.maxLength(1)),
  /** ISO 8601. */
  day: v.pipe(v.string(), v.isoDate()),
})
export type Proposal = Infer<typeof Proposal>

/** What became of a proposal. */
export const PROPOSAL_STATES = ['open', 'taken', 'dropped'] as const
export const ProposalState = v.picklist(PROPOSAL_STATES)
export type ProposalState = v.InferOutput<typeof ProposalState>

/** How many are kept of one language; the oldest make room, settled ones first. */
export const MOST_PROPOSALS = 2000

interface Settled {
  number: string
  language: Language
  title: string
  problem: string
  solution: string
  type: TicketType
  intent: string | null
  /** When it was settled, in milliseconds. */
  closedAt: number
}

/** [K41] What a settled ticket proposes; null where it says too little for a question, or has no solution. */
export function proposalOf({ number, language, title, problem, solution, type, intent, closedAt }: Settled): Proposal | null {
  const [asked, told] = [gapText(title), gapText(problem)]
  const question = (asked ?? told)?.slice(0, QUESTION_MOST)
  const answer = withoutTraces(solution).trim().slice(0, ANSWER_MOST)
  if (!question || answer.length < 2) return null
  const phrasings = told && told !== question ? [told] : []
  const intents = intent && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(intent) && intent.length <= 40 ? [intent] : []
  return { number, language, question, phrasings, answer, type, intents, day: new Date(closedAt).toISOString().slice(0, 10) }
}
