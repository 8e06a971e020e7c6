import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../../shared/base/clock.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import type { Hours } from '../../../shared/calendar/schedule.ts'
import { levelFor } from '../../../shared/levels/promises.ts'
import { DAYS, lead, level, rules, TECHNICAL, TestTicket } from '../../support/tickets.ts'

const office = (to = '17:00'): Hours => ({
  timezone: 'Asia/Shanghai',
  days: [...Array.from({ length: 5 }, () => [{ from: '09:00', to }]), [], []],
})
const at = (text: string) => Date.parse(`${text}+08:00`)
const told = (moment: number | null | undefined) => (moment == null ? moment : new Date(moment + 8 * HOUR).toISOString().slice(0, 16))
const FRIDAY = at('2026-11-20T16:30:00')

const inOffice = (more: Parameters<typeof rules>[0] = {}) =>
  new TestTicket({ now: FRIDAY, rules: rules({ hours: office(), ...more }) }).open().take()

describe('service levels', () => {
  it('[T10] are those of the first row that fits', () => {
    const rows = [
      level({ name: 'a', types: ['complaint'], urgencies: ['urgent'] }),
      level({ name: 'b', tiers: ['vip'] }),
      level({ name: 'c' }),
    ]
    expect(levelFor(rows, { type: 'complaint', tier: 'vip', urgency: 'urgent' })?.name).toBe('a')
    expect(levelFor(rows, { type: 'complaint', tier: 'vip', urgency: 'high' })?.name).toBe('b')
    expect(levelFor(rows, { type: 'fault', tier: 'ordinary', urgency: 'low' })?.name).toBe('c')
    expect(levelFor(rows.slice(0, 1), { type: 'fault', tier: 'ordinary', urgency: 'low' })).toBeUndefined()
  })

  it('[T11] Friday 16:30 and an hour is Monday 9:30', () => {
    expect(told(inOffice().clock('first-answer')?.due)).toBe('2026-11-23T09:30')
  })

  it('[T11 T12] and so it is when the customer was waited for meanwhile', () => {
    const ticket = inOffice()
    ticket.wait(10 * MINUTE)
    ticket.tell('set-status', { status: 'awaiting-customer', note: '' })
    expect(ticket.clock('first-answer')).toMatchObject({ consumed: 10 * MINUTE, due: null })
    expect(ticket.wait(5 * DAYS).filter((name) => name.startsWith('Level'))).toEqual([])
    ticket.now = at('2026-11-27T16:40:00')
    ticket.says('addition', '订单号 20261101')
    expect(told(ticket.clock('first-answer')?.due)).toBe('2026-11-30T09:30')
  })

  it('[T11] a line has its own hours, and handed on those of the other line count', () => {
    const { lines } = rules()
    const late = lines.map((line) => (line.id === TECHNICAL ? { ...line, hours: office('22:00') } : line))
    const ticket = inOffice({ lines: late })
    ticket.wait(15 * MINUTE)
    ticket.tell('hand-ticket', { to: { kind: 'line', line: TECHNICAL }, note: '' })
    expect(told(ticket.clock('first-answer')?.due)).toBe('2026-11-20T17:30')
    expect(ticket.clock('first-answer')?.consumed).toBe(15 * MINUTE)
  })

  it('[T11] the next answer is owed from the customer’s word until the answer, and what nobody asked is owed to nobody', () => {
    const ticket = inOffice()
    expect(ticket.tell('answer-customer', { text: '您好' })).toContain('LevelMet')
    expect(ticket.state.clocks.map(({ promise }) => promise)).toEqual(['resolution'])
    expect(ticket.says('addition')).toEqual(['CustomerSaid', 'LevelSet'])
    expect(told(ticket.clock('next-answer')?.due)).toBe('2026-11-23T10:30')
    expect(ticket.says('addition')).toEqual(['CustomerSaid'])
    expect(ticket.tell('answer-customer', { text: '好的' })).toEqual(['Answered', 'LevelMet'])
    const byHand = new TestTicket({ now: FRIDAY }).open({ reason: 'by-hand' }, false)
    expect(byHand.state.clocks.map(({ promise }) => promise)).toEqual(['resolution'])
  })

  it('[T12] for a third party time stands still where the row says so', () => {
    for (const pausesForThirdParty of [true, false]) {
      const ticket = inOffice({ levels: [level({ pausesForThirdParty })] })
      ticket.tell('set-status', { status: 'awaiting-third-party', note: '等厂家' })
      expect(ticket.clock('resolution')?.since === null).toBe(pausesForThirdParty)
    }
  })

  it('[T13] warns at 75 and 90 percent and is missed after the last moment, once each, however late the alarm', () => {
    const ticket = inOffice()
    expect(ticket.wait(at('2026-11-23T09:14:59') - FRIDAY), 'the day and night that nobody answered').toEqual(['LeftUnanswered'])
    expect(ticket.wait(1000)).toEqual(['LevelWarned'])
    expect(ticket.wait(9 * MINUTE)).toEqual(['LevelWarned'])
    expect(ticket.wait(at('2026-11-23T09:30:00') - ticket.now)).toEqual([])
    expect(ticket.look()).toEqual([])
    expect(ticket.wait(1)).toEqual(['LevelMissed', 'Escalated'])
    expect(ticket.look()).toEqual([])
    expect(ticket.tell('answer-customer', { text: '久等了' })).toEqual(['Answered', 'LevelEnded'])
    expect(ticket.events.at(-1)?.data).toEqual({ promise: 'first-answer', late: true })
    const late = inOffice()
    late.now = at('2026-11-23T12:00:00')
    expect(late.look()).toEqual(['LevelWarned', 'LevelWarned', 'LevelMissed', 'Escalated', 'LeftUnanswered'])
  })

  it('[T13] what came to pass stands before what is asked now, also where the alarm is late', () => {
    const ticket = inOffice()
    ticket.now = at('2026-11-23T09:31:00')
    const names = ticket.tell('answer-customer', { text: '久等了' })
    expect(names).toEqual(['LevelWarned', 'LevelWarned', 'LevelMissed', 'Escalated', 'LeftUnanswered', 'Answered', 'LevelEnded'])
  })

  it('[T14] a customer who has waited a day and a night is told of once for each wait', () => {
    const ticket = new TestTicket({ rules: rules({ levels: [] }) }).open().take()
    expect(ticket.wait(LIMITS.unanswered - 1)).toEqual([])
    expect(ticket.wait(1)).toEqual(['LeftUnanswered'])
    expect(ticket.wait(9 * DAYS)).toEqual([])
    ticket.tell('answer-customer', { text: '久等了' })
    ticket.says('addition')
    expect(ticket.wait(LIMITS.unanswered)).toEqual(['LeftUnanswered'])
  })

  it('[T15] hours that never open have no deadline, and that is told', () => {
    const never = { timezone: 'Asia/Shanghai', days: Array.from({ length: 7 }, () => []) }
    const ticket = new TestTicket({ rules: rules({ hours: never, levels: [level()] }) }).open()
    expect(ticket.state.clocks.map(({ due }) => due)).toEqual([null, null])
    expect(ticket.wait(40 * DAYS)).toEqual(['LeftUnanswered'])
  })
})

describe('what changes on the way', () => {
  it('[T16] corrected, what is promised now counts from what was used; what was missed stays missed', () => {
    const levels = [level({ name: 'urgent', urgencies: ['urgent'], 'first-answer': 30, resolution: 120 }), level()]
    const ticket = inOffice({ levels })
    ticket.wait(20 * MINUTE)
    expect(ticket.tell('correct-ticket', { urgency: 'urgent' })).toEqual(['Corrected', 'LevelSet', 'LevelSet'])
    expect(told(ticket.clock('first-answer')?.due)).toBe('2026-11-20T17:00')
    expect(ticket.clock('first-answer')).toMatchObject({ level: 'urgent', consumed: 20 * MINUTE })
    ticket.wait(at('2026-11-23T09:40:00') - ticket.now)
    expect(ticket.clock('first-answer')?.missed).toBe(true)
    ticket.tell('correct-ticket', { urgency: 'low' })
    expect(ticket.clock('first-answer')).toMatchObject({ missed: true, level: 'urgent' })
    expect(ticket.clock('resolution')).toMatchObject({ level: 'all', missed: false })
  })

  it('[T16] with another policy what runs is computed anew, used time by the hours that held until then', () => {
    const ticket = inOffice()
    ticket.wait(20 * MINUTE)
    const was = ticket.around.rules ?? undefined
    ticket.around = { rules: rules({ hours: office('17:10'), levels: [level({ 'first-answer': 90 })] }), was }
    expect(ticket.look()).toEqual(['LevelSet', 'LevelSet'])
    // 20 minutes were used, 20 more fit today, 50 are left for Monday.
    expect(told(ticket.clock('first-answer')?.due)).toBe('2026-11-23T09:50')
    ticket.around = { rules: ticket.around.rules ?? null, was: ticket.around.rules ?? undefined }
    expect(ticket.look(), 'the same again changes nothing').toEqual([])
    ticket.around = { rules: rules({ levels: [level({ resolution: null })] }) }
    expect(ticket.tell('note', { text: '不再承诺' })).toContain('LevelEnded')
  })

  it('[T19] escalated by hand it is one step more urgent; by a miss it is told and stays as urgent as it was', () => {
    const ticket = inOffice()
    expect(ticket.tell('escalate', { reason: '客户要投诉到 12315' }, lead)).toEqual(['Escalated', 'Corrected'])
    expect(ticket.state).toMatchObject({ escalated: 1, urgency: 'high' })
    ticket.wait(3 * DAYS)
    expect(ticket.state.escalated).toBeGreaterThan(1)
    expect(ticket.state.urgency).toBe('high')
    ticket.tell('correct-ticket', { urgency: 'urgent' })
    expect(ticket.tell('escalate', { reason: '' })).toEqual(['Escalated'])
  })

  it('[T11] the line of a ticket decides whose hours count', () => {
    expect(inOffice().clock('resolution')?.line).toBe(DEFAULT_QUEUE)
  })
})
