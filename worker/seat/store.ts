import { refuse } from '../../shared/base/decision.ts'
import type { SeatId } from '../../shared/base/ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { SeatCommand } from '../../shared/seat/commands.ts'
import { decide } from '../../shared/seat/decide.ts'
import { apply, newSeat, type Seat, type SeatHappening, STATE_VERSION, upgraded } from '../../shared/seat/state.ts'
import { Ledger } from '../platform/ledger.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import type { Notices } from '../push/notices.ts'
import { effectsOf, noticeOf } from './effects.ts'

export type SeatLedger = Ledger<Seat, SeatHappening>

const EVENTS_BETWEEN_SNAPSHOTS = 50

/** The shelf of one seat. */
export function openLedger(sql: Sql, outbox: Outbox, id: SeatId, notices: Notices, actor: () => Actor): SeatLedger {
  return new Ledger<Seat, SeatHappening>(sql, outbox, {
    initial: newSeat,
    stateVersion: STATE_VERSION,
    apply,
    judge(state, raw) {
      const command = parse(SeatCommand, raw)
      if (!command.ok) return { decision: refuse('invalid-command'), idempotent: false }
      return { decision: decide(state, command.value, actor()), idempotent: command.value.type === 'connection-changed' }
    },
    effectsOf(event, before, after) {
      const notice = noticeOf(event)
      return [...effectsOf(id, event, before, after), ...(notice ? notices.effectsOf(notice, event.at) : [])]
    },
    upgraded,
    snapshotDue: (_events, since) => since >= EVENTS_BETWEEN_SNAPSHOTS,
    keepEvents: false,
  })
}
