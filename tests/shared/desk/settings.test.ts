import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { ALWAYS, isOpen } from '../../../shared/calendar/hours.ts'
import { type Hours, Hours as HoursSchema, Period } from '../../../shared/calendar/schedule.ts'
import { DeskSettings } from '../../../shared/desk/settings.ts'

const WEEKDAYS: Hours['days'] = [
  ...Array.from({ length: 5 }, () => [
    { from: '09:00', to: '12:00' },
    { from: '13:30', to: '18:00' },
  ]),
  [],
  [],
]
const shanghai: Hours = { timezone: 'Asia/Shanghai', days: WEEKDAYS }
const berlin: Hours = { timezone: 'Europe/Berlin', days: WEEKDAYS }

describe('isOpen', () => {
  it.each([
    ['Thursday 08:59', '2026-01-15T08:59:59+08:00', false],
    ['Thursday 09:00', '2026-01-15T09:00:00+08:00', true],
    ['Thursday 12:00', '2026-01-15T12:00:00+08:00', false],
    ['Thursday 13:30', '2026-01-15T13:30:00+08:00', true],
    ['Thursday 18:00', '2026-01-15T18:00:00+08:00', false],
    ['Friday 17:59', '2026-01-16T17:59:59+08:00', true],
    ['Saturday noon', '2026-01-17T12:00:00+08:00', false],
    ['Monday, by the clock of the desk and not of Greenwich', '2026-01-18T23:30:00Z', false],
    ['Monday 09:30 there is Monday 01:30 in Greenwich', '2026-01-19T01:30:00Z', true],
  ])('[D1] on %s', (_what, moment, open) => {
    expect(isOpen(shanghai, Date.parse(moment))).toBe(open)
  })

  it('[D1] follows summer time', () => {
    expect(isOpen(berlin, Date.parse('2026-01-15T08:00:00Z'))).toBe(true)
    expect(isOpen(berlin, Date.parse('2026-01-15T07:30:00Z'))).toBe(false)
    expect(isOpen(berlin, Date.parse('2026-07-16T07:30:00Z'))).toBe(true)
  })

  it('[D1] around the clock has no gap, at midnight neither', () => {
    for (let minute = 0; minute < 7 * 24 * 60; minute += 7) expect(isOpen(ALWAYS, Date.UTC(2026, 0, 12) + minute * 60_000)).toBe(true)
    expect(isOpen(ALWAYS, Date.parse('2026-01-15T23:59:59.999+08:00'))).toBe(true)
    expect(isOpen(ALWAYS, Date.parse('2026-01-16T00:00:00+08:00'))).toBe(true)
  })
})

describe('settings', () => {
  it.each([
    [{ from: '09:00', to: '18:00' }, true],
    [{ from: '00:00', to: '24:00' }, true],
    [{ from: '18:00', to: '09:00' }, false],
    [{ from: '09:00', to: '09:00' }, false],
    [{ from: '9:00', to: '18:00' }, false],
    [{ from: '09:60', to: '18:00' }, false],
    [{ from: '24:00', to: '24:01' }, false],
  ])('[D2] the period %j: %s', (period, allowed) => {
    expect(is(Period, period)).toBe(allowed)
  })

  it('[D2] hours have seven days and a time zone that exists', () => {
    expect(is(HoursSchema, ALWAYS)).toBe(true)
    expect(is(HoursSchema, { ...ALWAYS, timezone: 'Asia/Atlantis' })).toBe(false)
    expect(is(HoursSchema, { ...ALWAYS, days: ALWAYS.days.slice(1) })).toBe(false)
  })

  it('[D2] a desk has a name, an industry and a language', () => {
    const settings = { name: '稳舟', industry: 'e-commerce', language: 'zh-CN', hours: ALWAYS }
    expect(is(DeskSettings, settings)).toBe(true)
    for (const change of [{ name: '  ' }, { name: 'x'.repeat(61) }, { industry: 'piracy' }, { language: 'fr' }, { owner: 1 }])
      expect(is(DeskSettings, { ...settings, ...change })).toBe(false)
  })
})
