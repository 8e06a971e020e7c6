import { describe, expect, it } from 'vitest'
import { filledIn } from '$lib/tickets/filled-in.ts'
import { lineForType } from '$lib/tickets/policy.ts'
import { hasWords, inOrder, isIn, merged } from '$lib/tickets/rows.ts'
import { toldOf } from '$lib/tickets/told.ts'
import { countdownOf, levelOf } from '$lib/tickets/words.ts'
import { HOUR } from '$shared/base/clock.ts'
import type { QueueId } from '$shared/base/ids.ts'
import { DEFAULT_QUEUE, newSeatId, ticketIdOf } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'
import { ticketNumber } from '$shared/base/ticket-number.ts'
import { defaultPolicy } from '$shared/desk/default-policy.ts'
import type { TicketSummary } from '$shared/protocol/tickets.ts'
import type { ViewItem } from '$shared/sync/replica.ts'
import { commandId } from '../../support/ids.ts'

const random = seededRandom(3)
const me = newSeatId(random)
const NOW = 1_000_000
const viewer = { seat: me, parts: new Set<TicketSummary['ticket']>(), lines: [DEFAULT_QUEUE] }

const row = (more: Partial<TicketSummary> = {}): TicketSummary => ({
  ...{ ticket: ticketIdOf(commandId()), title: '漏水', type: 'fault', urgency: 'normal', tier: 'ordinary', status: 'processing' },
  ...{ line: DEFAULT_QUEUE, owner: null, watchers: [], customer: null, conversation: null, openedAt: 1, changedAt: 1 },
  ...{ due: null, level: 'calm', urges: 0, escalated: 0, parent: null, solution: '', problem: '' },
  ...more,
})
const mine = { id: me, name: '林晓' }

describe('[T52] lists', () => {
  it.each([
    ['mine', row({ owner: mine }), true],
    ['mine', row({ owner: mine, status: 'closed' }), false],
    ['unassigned', row(), true],
    ['unassigned', row({ status: 'resolved' }), false],
    ['lines', row(), true],
    ['lines', row({ line: 'q_technical' as QueueId }), false],
    ['overdue', row({ level: 'breached' }), true],
    ['overdue', row({ due: NOW }), true],
    ['overdue', row({ due: NOW - 1, status: 'closed' }), false],
    ['watched', row({ watchers: [me] }), true],
    ['closed', row({ status: 'closed' }), true],
    ['all', row(), true],
  ] as const)('[T52] %s: %o is in it: %s', (list, ticket, within) => {
    expect(isIn(list, ticket, viewer, NOW)).toBe(within)
  })

  it('[T52] of what was fetched and what is followed, the later change is shown', () => {
    const fetched = row({ changedAt: 5, title: '旧' })
    const other = row()
    expect(merged([fetched, other], [{ ...fetched, changedAt: 6, title: '新' }]).map(({ title }) => title)).toEqual(['新', '漏水'])
    expect(merged([fetched], [{ ...fetched, changedAt: 4, title: '更旧' }]).map(({ title }) => title)).toEqual(['旧'])
  })

  it('[T52] are searched by words of title, number, problem and solution, all of which must be there', () => {
    const ticket = row({ title: 'Blender 漏水', problem: '底座', solution: '换货' })
    for (const query of ['漏水', 'BLENDER 底座', ticketNumber(ticket.ticket), '换货']) expect(hasWords(ticket, query), query).toBe(true)
    expect(hasWords(ticket, '漏水 退款')).toBe(false)
  })
})

it('[T53] the nearest deadline comes first, then what is more urgent, then the latest change; what is settled comes last', () => {
  const [late, soon, urgent, quiet, done] = [
    row({ due: 10 }),
    row({ due: 50 }),
    row({ urgency: 'urgent' }),
    row({ changedAt: 9 }),
    row({ status: 'resolved', due: 1, changedAt: 99 }),
  ]
  expect(inOrder([done, quiet, urgent, soon, late])).toEqual([late, soon, urgent, quiet, done])
})

describe('[T55] deadlines in words', () => {
  it.each([
    [{ due: NOW + HOUR, level: 'calm', status: 'processing' }, 'left', 'calm'],
    [{ due: NOW + HOUR, level: 'warned', status: 'processing' }, 'left', 'warn'],
    [{ due: NOW - HOUR, level: 'breached', status: 'processing' }, 'over', 'bad'],
    [{ due: null, level: 'calm', status: 'awaiting-customer' }, 'paused', 'calm'],
    [{ due: null, level: 'calm', status: 'processing' }, 'none', 'calm'],
    [{ due: NOW - HOUR, level: 'breached', status: 'resolved' }, 'done', 'good'],
  ] as const)('[T55] %o is %s', (ticket, say, tone) => {
    expect(countdownOf(ticket, NOW)).toMatchObject({ say, tone })
  })

  it('[T55] a promise is used up by working time, not by the clock on the wall', () => {
    const clock = {
      promise: 'resolution',
      level: '一般',
      line: null,
      working: 4 * HOUR,
      consumed: 0,
      since: 1,
      due: NOW + 90 * HOUR,
    } as const
    const more = { warnAt: null, warned: 0, missed: false, pausesForThirdParty: false } as const
    expect(levelOf({ ...clock, ...more }, 'processing', HOUR, NOW)).toMatchObject({ percent: 25, say: 'left' })
    expect(levelOf({ ...clock, ...more, missed: true }, 'processing', HOUR, NOW)).toMatchObject({ percent: 100, tone: 'bad' })
  })
})

it('[T54] words are read in order, notes as notes and what was handed on with what was said at it', () => {
  const by = { kind: 'seat', ...mine } as const
  const step = (seq: number, name: string, data: object) => ({
    event: { seq, at: seq, by, cause: commandId(), name: `ticket.v1.${name}`, data },
    stage: 'confirmed' as const,
    heldUntil: null,
  })
  const why = { line: DEFAULT_QUEUE, how: 'duty', open: 1, capacity: 9, candidates: 2 }
  const told = toldOf([
    step(1, 'Assigned', { seat: mine, why }),
    step(2, 'Noted', { text: '已查' }),
    step(3, 'Answered', { text: '请稍等' }),
    step(4, 'HandedOn', { line: DEFAULT_QUEUE, asked: null, note: '请售后看' }),
  ])
  expect(told.words.map(({ kind, what, text }) => [kind, what, text])).toEqual([
    ['note', null, '已查'],
    ['answer', null, '请稍等'],
    ['note', 'handed', '请售后看'],
  ])
  expect(told.why).toBeNull()
})

describe('[T65] a ticket made of a conversation', () => {
  const policy = defaultPolicy('e-commerce', 'zh-CN')
  it('[T65] is filled in with what was said most of and how urgent it was read', () => {
    const said = (text: string, kind: 'customer' | 'assistant' = 'customer') =>
      ({ by: { kind }, body: { kind: 'text', text } }) as unknown as ViewItem
    const overall = { intent: null, urgency: 'high' } as Parameters<typeof filledIn>[1]
    const filled = filledIn(
      [said('在吗'), said('破壁机底座漏水了'), said('这是一段很长的自动回复，不是客户说的', 'assistant')],
      overall,
      policy,
    )
    expect(filled).toEqual({ title: '破壁机底座漏水了', urgency: 'high' })
  })

  it('[T65] goes to the line whose department answers for its type', () => {
    expect(lineForType(policy, 'complaint')).toBe('q_after-sales')
    expect(lineForType(undefined, 'complaint')).toBe(DEFAULT_QUEUE)
  })
})
