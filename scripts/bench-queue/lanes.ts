import type { CommandId, ConversationId, QueueId, SeatId } from '../../shared/base/ids.ts'
import { newCommandId, newConversationId, newSeatId } from '../../shared/base/new-ids.ts'
import { seededRandom, uniform } from '../../shared/base/random.ts'
import { ALWAYS } from '../../shared/calendar/hours.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { defaultPolicy } from '../../shared/desk/default-policy.ts'
import type { QueueCommand } from '../../shared/queue/commands.ts'
import { decide } from '../../shared/queue/decide.ts'
import type { QueueEvent } from '../../shared/queue/events.ts'
import { ALL_DUTY } from '../../shared/queue/lines.ts'
import { apply, newQueue, type Queue } from '../../shared/queue/state.ts'
import { LEDGER_TABLES, Ledger } from '../../worker/platform/ledger.ts'
import { migrate } from '../../worker/platform/migrations.ts'
import { Outbox } from '../../worker/platform/outbox.ts'
import { MIGRATIONS } from '../../worker/queue/migrations.ts'
import { openLedger } from '../../worker/queue/store.ts'
import { memorySql } from './memory-sql.ts'

/** Something that assigns. */
export interface Lane {
  fill(waiting: number, seats: number): void
  /** A seat ends a talk, is offered the next one, and takes it. */
  assign(): void
  /** Somebody else comes. */
  another(): void
  /** Rows of the last snapshot. */
  close(): number
}

const SYSTEM: Actor = { kind: 'system', id: 'alarm' }
const START = Date.UTC(2026, 10, 11, 12)
const LINES = ['q_service', 'q_after-sales', 'q_technical', 'q_finance'] as QueueId[]
const CAPACITY = 3

type Take = (command: QueueCommand, actor: Actor, now: number) => void

/** A desk with four lines, skills, languages and tiers, all of its seats at work on as much as they may. */
function desk(state: () => Queue, take: Take, close: () => number): Lane {
  const random = seededRandom(7)
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(uniform(random) * values.length)] as Value
  let now = START
  const say = (command: { type: QueueCommand['type'] } & Record<string, unknown>, actor: Actor = SYSTEM) => {
    now += 20
    take({ id: newCommandId(random), ...command } as QueueCommand, actor, now)
  }
  const another = () =>
    say({
      type: 'enqueue',
      entry: newCommandId(random),
      conversation: newConversationId(random) as ConversationId,
      live: uniform(random) > 0.1,
      language: uniform(random) > 0.1 ? 'zh-CN' : 'en',
      since: now,
      line: pick(LINES),
      tier: pick(['ordinary', 'ordinary', 'ordinary', 'member', 'vip']),
      urgency: pick(['normal', 'normal', 'high', 'urgent']),
      anger: pick([0, 0, 0, 1, 2]),
      skills: uniform(random) > 0.9 ? ['退款'] : [],
    })
  const accept = () => {
    const offer = state().offers[0]
    if (offer) say({ type: 'take-offer', offer: offer.id }, { kind: 'seat', id: offer.seat, name: '', role: 'agent' })
  }
  return {
    fill(waiting, seats) {
      const { lines, headStarts } = defaultPolicy('e-commerce', 'zh-CN')
      // Nobody moves on: the line is to stay long.
      say({ type: 'set-lines', lines: lines.map((line) => ({ ...line, overflow: null })), headStarts, hours: ALWAYS })
      for (let index = 0; index < waiting + seats * CAPACITY; index++) another()
      for (let index = 0; index < seats; index++) {
        const duty = { ...ALL_DUTY, lines: index % 3 === 0 ? [] : [pick(LINES), pick(LINES)], skills: index % 5 === 0 ? ['退款'] : [] }
        say({
          type: 'seat-changed',
          seat: newSeatId(random),
          name: `${index}`,
          status: 'online',
          capacity: CAPACITY,
          duty,
          connected: true,
        })
        while (state().offers.length > 0) accept()
      }
    },
    assign() {
      const seat = pick(Object.values(state().seats).filter(({ serving }) => serving.length > 0))
      const served = pick(seat.serving)
      say({ type: 'finish', entry: served.entry })
      accept()
    },
    another,
    close,
  }
}

/** The rules alone. */
export function decideWithApply(): Lane {
  let state = newQueue
  const take: Take = (command, actor, now) => {
    const decision = decide(state, command, actor, now)
    if (!decision.ok) throw new Error(decision.code)
    for (const happening of decision.events)
      state = apply(state, { ...happening, seq: state.seq + 1, at: now, cause: command.id } as QueueEvent)
  }
  return desk(
    () => state,
    take,
    () => 0,
  )
}

/** As the object does it: events, receipts, effects and snapshots in one transaction. */
export function overLedger(): Lane {
  const sql = memorySql()
  migrate(sql, MIGRATIONS, START)
  const outbox = new Outbox(sql, seededRandom(1))
  let asking = { actor: SYSTEM, now: START }
  const ledger = openLedger(sql, outbox, () => asking)
  const take: Take = (command, actor, now) => {
    asking = { actor, now }
    const taken = ledger.take([command], now)
    const [receipt] = taken?.receipts ?? []
    if (!receipt?.answer.ok) throw new Error(JSON.stringify(receipt))
  }
  return desk(
    () => ledger.state,
    take,
    () => {
      const [row] = sql.run<{ rows: number }>('SELECT COUNT(*) AS rows FROM snapshot')
      sql.close()
      return row?.rows ?? 0
    },
  )
}

interface Plain {
  seq: number
  waiting: { entry: CommandId; since: number }[]
  seats: Record<SeatId, CommandId[]>
}
type PlainHappening =
  | { name: 'came'; data: { entry: CommandId } }
  | { name: 'sat'; data: { seat: SeatId } }
  | { name: 'given'; data: { entry: CommandId; seat: SeatId } }
  | { name: 'done'; data: { entry: CommandId; seat: SeatId } }

function applyPlain(before: Plain, { seq, at, name, data }: PlainHappening & { seq: number; at: number }): Plain {
  const state = { ...before, seq }
  const seatOf = (seat: SeatId) => state.seats[seat] ?? []
  if (name === 'came') return { ...state, waiting: [...state.waiting, { entry: data.entry, since: at }] }
  if (name === 'sat') return { ...state, seats: { ...state.seats, [data.seat]: [] } }
  if (name === 'done')
    return { ...state, seats: { ...state.seats, [data.seat]: seatOf(data.seat).filter((entry) => entry !== data.entry) } }
  const waiting = state.waiting.filter(({ entry }) => entry !== data.entry)
  return { ...state, waiting, seats: { ...state.seats, [data.seat]: [...seatOf(data.seat), data.entry] } }
}

/** The least that assigns at all, over the same ledger: whoever came first goes to the first seat with a place. */
export function firstCome(): Lane {
  const random = seededRandom(7)
  const sql = memorySql()
  migrate(sql, [LEDGER_TABLES, ...MIGRATIONS.slice(1)], START)
  const ledger = new Ledger<Plain, PlainHappening>(sql, new Outbox(sql, random), {
    initial: { seq: 0, waiting: [], seats: {} },
    stateVersion: 1,
    apply: applyPlain,
    judge(state, raw) {
      const events = [raw.happening as PlainHappening]
      let next = applyPlain(state, { ...(events[0] as PlainHappening), seq: 0, at: 0 })
      for (const [seat, serving] of Object.entries(next.seats) as [SeatId, CommandId[]][])
        while ((next.seats[seat]?.length ?? serving.length) < CAPACITY && next.waiting[0]) {
          const given = { name: 'given', data: { entry: next.waiting[0].entry, seat } } as const
          events.push(given)
          next = applyPlain(next, { ...given, seq: 0, at: 0 })
        }
      return { decision: { ok: true, events }, idempotent: false }
    },
    effectsOf: (event) =>
      event.name === 'given' ? [{ target: { kind: 'seat', id: event.data.seat }, command: { id: event.cause, type: 'given' } }] : [],
    snapshotDue: (_events, since, state) => since >= Math.max(200, state.waiting.length / 5),
    keepEvents: false,
  })
  const say = (happening: PlainHappening) => ledger.take([{ id: newCommandId(random), happening }], START)
  const another = () => say({ name: 'came', data: { entry: newCommandId(random) } })
  return {
    fill(waiting, seats) {
      for (let index = 0; index < waiting + seats * CAPACITY; index++) another()
      for (let index = 0; index < seats; index++) say({ name: 'sat', data: { seat: newSeatId(random) } })
    },
    assign() {
      const serving = Object.entries(ledger.state.seats) as [SeatId, CommandId[]][]
      const [seat, entries] = serving[Math.floor(uniform(random) * serving.length)] as [SeatId, CommandId[]]
      say({ name: 'done', data: { entry: entries[0] as CommandId, seat } })
    },
    another,
    close() {
      sql.close()
      return 0
    },
  }
}
