import { describe, expect, it } from 'vitest'
import { ReferenceDesk } from '../../models/eval/reference-desk.ts'
import { ticketRights } from '../../models/eval/tickets.ts'
import { triageRights } from '../../models/eval/triage.ts'
import type { TriageTalk } from '../../models/eval/triage-talks.ts'
import type { QueueId, TicketId } from '../../shared/base/ids.ts'
import { newCustomerId } from '../../shared/base/new-ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { defaultPolicy } from '../../shared/desk/default-policy.ts'
import { FACTS } from '../support/facts.ts'

const TALK: TriageTalk = {
  id: 'e-commerce.zh-CN.2',
  industry: 'e-commerce',
  language: 'zh-CN',
  tier: 'ordinary',
  history: { conversations: 0, openTickets: 0, dissatisfied: false },
  says: ['杯子碎了', '单号 88213007'],
  truth: {
    intents: ['damaged-or-faulty'],
    type: 'return',
    urgency: 'high',
    department: 'after-sales',
    first: 'assistant',
    facts: ['88213007'],
  },
}

const MATTER = {
  reason: 'unsolved',
  title: '杯子碎了',
  type: 'return',
  urgency: 'high',
  intent: null,
  line: 'q_after-sales' as QueueId,
  language: 'zh-CN',
  tier: 'ordinary',
  problem: '杯子碎了',
  rows: [],
  contact: '',
} as const

const lineOf = (text: string) => ({ seq: 1, at: 0, by: 'customer' as const, name: '', text })
const ticket = (more: { problem?: string; heard?: string[]; isKnown?: boolean }) => ({
  id: 'm_1' as never,
  type: 'open-ticket' as const,
  ticket: 't_1' as TicketId,
  conversation: null,
  customer: more.isKnown === false ? null : newCustomerId(seededRandom(1)),
  matter: { ...MATTER, rows: [], problem: more.problem ?? MATTER.problem },
  transcript: (more.heard ?? TALK.says).map(lineOf),
})

describe('[U6] a ticket is complete', () => {
  it('[U6] with its customer, their problem, all that they said and every fact', () => {
    expect(ticketRights(TALK, ticket({}), true)).toEqual({ complete: true, told: false, assigned: true, sorted: true })
    expect(ticketRights(TALK, ticket({ problem: TALK.says.join('\n') }), false)).toMatchObject({
      complete: true,
      told: true,
      assigned: false,
    })
  })

  it.each([
    ['its customer', ticket({ isKnown: false })],
    ['its problem', ticket({ problem: '' })],
    ['what they said', ticket({ heard: ['单号 88213007'] })],
    ['a fact', ticket({ heard: ['杯子碎了'] })],
    ['itself', null],
  ])('[U6] and not without %s', (_what, incomplete) => {
    expect(ticketRights(TALK, incomplete, true).complete).toBe(false)
  })
})

it('[U6] type and urgency are right together or not at all, and work that nobody understood is an enquiry', () => {
  const verdict = { facts: FACTS, fired: [], first: 'assistant', line: MATTER.line, boost: 0, skills: [], urgency: 'high' } as const
  const rights = (facts: Partial<typeof FACTS>, urgency: 'high' | 'low') =>
    triageRights({
      talk: TALK,
      first: 'people',
      verdict: { ...verdict, skills: [], fired: [], facts: { ...FACTS, ...facts }, urgency },
      ticket: null,
    })
  expect(rights({ type: 'return', intent: 'damaged-or-faulty' }, 'high')).toEqual({
    first: false,
    type: true,
    urgency: true,
    both: true,
    intent: true,
  })
  expect(rights({ type: 'return' }, 'low')).toMatchObject({ type: true, urgency: false, both: false })
  expect(rights({ type: null, intent: null }, 'high')).toMatchObject({ type: false, intent: false })
})

it('[U6] the reference desk gives each ticket to a seat of its line, and all of them in turn', () => {
  const desk = new ReferenceDesk(defaultPolicy('telecom', 'zh-CN'))
  const place = (n: number, line: string) =>
    desk.place({ ticket: `t_${n}` as TicketId, line: line as QueueId, kind: 'fault', urgency: 'high', tier: 'vip', language: 'en' })
  expect([1, 2, 3, 4].map((n) => place(n, 'q_technical'))).toEqual(Array.from({ length: 4 }, () => 'q_technical'))
  expect(place(5, 'q_finance')).toBe('q_finance')
})
