import { describe, expect, it } from 'vitest'
import { parse } from '../../../shared/base/schema.ts'
import { isWanted, type NoticeWishes, Notify, SubscribeBody } from '../../../shared/protocol/push-notice.ts'

const at = (time: string) => Date.parse(`2026-11-21T${time}:00+08:00`)
const NIGHT: NoticeWishes = {
  kinds: { joined: 'urgent', ticket: 'off' },
  quiet: { from: 22 * 60, until: 7 * 60 + 30 },
  timezone: 'Asia/Shanghai',
}
const NOON: NoticeWishes = { ...NIGHT, quiet: { from: 12 * 60, until: 13 * 60 } }

describe('[N4] what a device is told, and when', () => {
  it.each([
    ['21:59', NIGHT, true],
    ['22:00', NIGHT, false],
    ['00:00', NIGHT, false],
    ['07:29', NIGHT, false],
    ['07:30', NIGHT, true],
    ['11:59', NOON, true],
    ['12:00', NOON, false],
    ['13:00', NOON, true],
    ['12:30', { ...NOON, quiet: null }, true],
    // The same moment on a wall elsewhere.
    ['12:30', { ...NOON, timezone: 'Europe/Berlin' }, true],
    ['19:30', { ...NOON, timezone: 'Europe/Berlin' }, false],
    ['12:30', { ...NOON, quiet: { from: 720, until: 720 } }, true],
  ])('[N4] at %s what was not chosen otherwise is told outside the quiet hours: %o %s', (time, wishes, told) => {
    expect(isWanted(wishes, 'answered', at(time))).toBe(told)
    expect(isWanted(wishes, 'joined', at(time)), 'urgent is told at any time').toBe(true)
    expect(isWanted(wishes, 'ticket', at(time)), 'off is told never').toBe(false)
  })

  it('[N4] wishes are those that are known, in a time zone that exists', () => {
    const body = { endpoint: 'https://push.example.com/1', keys: { p256dh: `B${'a'.repeat(86)}`, auth: 'a'.repeat(22) }, wishes: NIGHT }
    expect(parse(SubscribeBody, body).ok).toBe(true)
    for (const wishes of [
      { ...NIGHT, kinds: { joined: 'loud' } },
      { ...NIGHT, kinds: { lunch: 'on' } },
      { ...NIGHT, timezone: 'Mars/Olympus' },
      { ...NIGHT, quiet: { from: -1, until: 3 } },
      { ...NIGHT, quiet: { from: 1440, until: 3 } },
      { ...NIGHT, words: 'x' },
    ])
      expect(parse(SubscribeBody, { ...body, wishes }).ok, JSON.stringify(wishes)).toBe(false)
  })

  it('[N1] a notice has no room for words', () => {
    const notify = { id: `m_${'0'.repeat(26)}`, type: 'notify', kind: 'ticket', ticket: `t_${'1'.repeat(26)}`, seq: 1, at: 1 }
    expect(parse(Notify, notify).ok).toBe(true)
    expect(parse(Notify, { ...notify, text: '您的工单已解决' }).ok).toBe(false)
    expect(parse(Notify, { ...notify, ticket: '王小姐的工单' }).ok).toBe(false)
  })
})
