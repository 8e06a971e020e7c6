import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, type Millis } from '../../../shared/base/clock.ts'
import { type Random, seededRandom, uniform } from '../../../shared/base/random.ts'
import type { Hours, Period } from '../../../shared/calendar/schedule.ts'
import { usedBy } from '../../../shared/levels/clocks.ts'
import { TICKET_STATUSES, type TicketCommand } from '../../../shared/ticket/commands.ts'
import { isWellFormed } from '../../../shared/ticket/events.ts'
import { applyStored, newTicket } from '../../../shared/ticket/state.ts'
import { seatActor } from '../../support/actors.ts'
import { commandId } from '../../support/ids.ts'
import { lead, level, rules, TECHNICAL, TestTicket } from '../../support/tickets.ts'

const SEEDS = Array.from({ length: 24 }, (_, seed) => seed)
const pick = (random: Random, below: number) => Math.floor(uniform(random) * below)

const time = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** One to three stretches that may touch but not overlap, or a day off. */
function periods(random: Random): Period[] {
  const ends = Array.from({ length: 2 * (1 + pick(random, 3)) }, () => pick(random, 24 * 60)).toSorted((one, other) => one - other)
  const stretches = ends.flatMap((from, index) => (index % 2 === 0 ? [{ from: time(from), to: time(ends[index + 1] ?? from) }] : []))
  return pick(random, 4) === 0 ? [] : stretches.filter(({ from, to }) => from < to)
}

function calendar(random: Random): Hours {
  const days = Array.from({ length: 7 }, () => periods(random))
  return { timezone: 'Asia/Shanghai', days, exceptions: [{ day: '2026-11-20', periods: periods(random) }] }
}

/** Whether people work in the minute that begins at a moment, read off the wall with nothing of the code that is tried. */
function works({ days, exceptions = [] }: Hours, at: Millis): boolean {
  const wall = new Date(at + 8 * HOUR)
  const day = wall.toISOString().slice(0, 10)
  const now = wall.toISOString().slice(11, 16)
  const stretches = exceptions.find((one) => one.day === day)?.periods ?? days[(wall.getUTCDay() + 6) % 7] ?? []
  return stretches.some(({ from, to }) => from <= now && now < to)
}

const BEGUN = Date.parse('2026-11-18T10:00:00+08:00')

describe('clocks on random days', () => {
  it.each(SEEDS)('[T11 T12 T13] agree with counting minute by minute, through pauses, from seed %i', (seed) => {
    const random = seededRandom(seed)
    const hours = calendar(random)
    const promised = 20 + pick(random, 1500)
    const levels = [level({ 'first-answer': null, 'next-answer': null, resolution: promised })]
    const ticket = new TestTicket({ now: BEGUN, rules: rules({ hours, levels }) }).open().take()
    let used = 0
    const expected: [string, Millis][] = []
    const told = (at: Millis) => {
      const share = used / promised
      if (share >= 0.75 && expected.length === 0) expected.push(['LevelWarned', at])
      if (share >= 0.9 && expected.length === 1) expected.push(['LevelWarned', at])
    }
    for (let turn = 0; turn < 25; turn++) {
      const runs = ticket.state.status !== 'awaiting-customer'
      const minutes = 1 + pick(random, 500)
      for (let minute = 0; minute < minutes; minute++) {
        const at = ticket.now + minute * MINUTE
        if (!runs || !works(hours, at) || expected.length === 3) continue
        // What a minute brings is told at a moment within it, or at its end.
        if (used >= promised && expected.length === 2) expected.push(['LevelMissed', at])
        used++
        told(at + MINUTE)
      }
      ticket.wait(minutes * MINUTE)
      const clock = ticket.clock('resolution')
      if (clock && !clock.missed && used <= promised) {
        expect(usedBy(clock, hours, ticket.now), '[T12] what was used').toBe(used * MINUTE)
        if (clock.due !== null) expect(usedBy(clock, hours, clock.due), '[T12] used and left are what was promised').toBe(promised * MINUTE)
      }
      if (pick(random, 2)) ticket.tell('set-status', { status: runs ? 'awaiting-customer' : 'processing', note: '' })
    }
    const names = ticket.events.flatMap(({ name, at }) => (/LevelWarned|LevelMissed/.test(name) ? [{ name: name.slice(10), at }] : []))
    // The minute that goes on after the last one may still be under way.
    expect(names.map(({ name }) => name)).toEqual(expected.slice(0, names.length).map(([name]) => name))
    expect(expected.length - names.length).toBeLessThanOrEqual(1)
    for (const [index, { at }] of names.entries()) {
      const [name, by] = expected[index] as [string, Millis]
      if (name === 'LevelWarned') expect(Math.ceil(at / MINUTE)).toBe(by / MINUTE)
    }
  })
})

const TYPES: TicketCommand['type'][] = [
  'take-ticket',
  'hand-ticket',
  'set-status',
  'answer-customer',
  'note',
  'correct-ticket',
  'escalate',
  'watch',
  'add-task',
  'resolve-ticket',
  'close-ticket',
  'reopen-ticket',
]

function act(ticket: TestTicket, random: Random): void {
  const by = pick(random, 4) ? seatActor(pick(random, 3)) : lead
  const status = TICKET_STATUSES[pick(random, 6)] ?? 'processing'
  const bodies: Record<string, object> = {
    'hand-ticket': { to: { kind: 'line', line: TECHNICAL }, note: '' },
    'set-status': { status, note: '' },
    'answer-customer': { text: '您好' },
    note: { text: '记一下' },
    'correct-ticket': { urgency: (['low', 'normal', 'high', 'urgent'] as const)[pick(random, 4)] },
    escalate: { reason: '' },
    watch: { on: pick(random, 2) === 0 },
    'add-task': { title: '核对', line: TECHNICAL },
    'resolve-ticket': { solution: '好了' },
    'reopen-ticket': { reason: '又来了' },
  }
  const type = TYPES[pick(random, TYPES.length)] as 'note'
  const [task] = ticket.state.tasks.filter(({ outcome }) => outcome === 'open')
  switch (pick(random, 6)) {
    case 0:
      ticket.says((['addition', 'urge', 'reopen'] as const)[pick(random, 3)] ?? 'addition')
      return
    case 1:
      ticket.wait(pick(random, pick(random, 4) ? 3 * HOUR : 3 * DAY))
      return
    case 2:
      ticket.assign(pick(random, 3))
      return
    case 3:
      if (task) ticket.tell('settle-task', { task: task.id, outcome: 'done', note: '' }, lead)
      else ticket.tell('set-status', { status: 'awaiting-customer', note: '' }, lead)
      return
    default:
      ticket.tell(type, (bodies[type] ?? {}) as { text: string }, by, commandId())
  }
}

describe('tickets on random days', () => {
  it.each(SEEDS)('[T3 T13 T18 T23] keep their promises from seed %i', (seed) => {
    const random = seededRandom(seed)
    const levels = [
      level({ name: 'urgent', urgencies: ['urgent'], 'first-answer': 30, resolution: 240 }),
      level({ pausesForThirdParty: true }),
    ]
    const ticket = new TestTicket({ rules: rules({ hours: calendar(random), levels }) }).open()
    for (let step = 0; step < 60; step++) {
      act(ticket, random)
      const { status, clocks, resolvedAt, closedAt, tasks, beginning } = ticket.state
      const over = status === 'resolved' || status === 'closed'
      expect(
        clocks.filter(() => over),
        'over, nothing is owed',
      ).toEqual([])
      expect(resolvedAt !== null && over, 'settled is when it was said').toBe(over)
      expect(closedAt !== null, 'closed is when it was closed').toBe(status === 'closed')
      expect(over && tasks.some(({ outcome }) => outcome === 'open'), '[T18] no part is open').toBe(false)
      expect(new Set(clocks.map(({ promise }) => promise)).size).toBe(clocks.length)
      for (const clock of clocks)
        expect(clock.since === null && status !== 'awaiting-customer' && status !== 'awaiting-third-party').toBe(false)
      expect(beginning).not.toBeNull()
    }
    for (const event of ticket.stored) expect(isWellFormed(event), event.name).toBe(true)
    expect(ticket.stored.reduce(applyStored, newTicket)).toEqual(ticket.state)
    expect(JSON.parse(JSON.stringify(ticket.state)), 'a snapshot loses nothing').toEqual(ticket.state)
    warningsInOrder(ticket)
  })

  it('[T13] the days are not empty ones', () => {
    const counts = new Map<string, number>()
    for (const seed of SEEDS) {
      const random = seededRandom(seed)
      const ticket = new TestTicket({ rules: rules({ hours: calendar(random) }) }).open()
      for (let step = 0; step < 60; step++) act(ticket, random)
      for (const { name } of ticket.events) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    for (const name of ['LevelWarned', 'LevelMissed', 'LevelMet', 'LevelPaused', 'Reopened', 'Closed', 'LeftUnanswered', 'TaskSettled'])
      expect(counts.get(`ticket.v1.${name}`) ?? 0, name).toBeGreaterThan(2)
  })
})

/** Between the beginning and the end of a clock each warning comes once, the smaller first, and the miss last. */
function warningsInOrder({ events }: TestTicket): void {
  const reached = new Map<string, number>()
  for (const event of events) {
    if (event.name === 'ticket.v1.LevelMet' || event.name === 'ticket.v1.LevelEnded') reached.delete(event.data.promise)
    const step = event.name === 'ticket.v1.LevelWarned' ? event.data.percent : event.name === 'ticket.v1.LevelMissed' ? 100 : null
    if (step === null || !('promise' in event.data) || event.data.promise === null) continue
    expect(step, 'once and in order').toBeGreaterThan(reached.get(event.data.promise) ?? 0)
    reached.set(event.data.promise, step)
  }
}
