import { DAY } from '../../shared/base/clock.ts'
import { refuse } from '../../shared/base/decision.ts'
import { parse } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { QueueCommand } from '../../shared/queue/commands.ts'
import { decide } from '../../shared/queue/decide.ts'
import type { QueueHappening } from '../../shared/queue/events.ts'
import { apply, newQueue, type Queue, STATE_VERSION } from '../../shared/queue/state.ts'
import { upgraded } from '../../shared/queue/upgrade.ts'
import { Ledger } from '../platform/ledger.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { effectsOf } from './effects.ts'

export interface Asking {
  actor: Actor
  now: number
}

export type QueueLedger = Ledger<Queue, QueueHappening>

/** A long line is written whole less often: what is folded on a wake grows no faster than what is read. */
const isDue = (since: number, { entries }: Queue): boolean => since >= Math.max(200, entries.length / 5)

/** For so long it can be looked up why somebody was offered something, as far as so many events reach. */
const LOOKED_BACK = { for: 30 * DAY, events: 100_000 }

/** The shelf of a queue. A line is long-lived, so that its log is not kept for ever. */
export function openLedger(sql: Sql, outbox: Outbox, asking: () => Asking): QueueLedger {
  return new Ledger<Queue, QueueHappening>(sql, outbox, {
    initial: newQueue,
    stateVersion: STATE_VERSION,
    apply,
    judge(state, raw) {
      const command = parse(QueueCommand, raw)
      if (!command.ok) return { decision: refuse('invalid-command'), idempotent: false }
      // The alarm's own command may be repeated at will: what has expired has expired.
      return { decision: decide(state, command.value, asking().actor, asking().now), idempotent: command.value.type === 'expire-offers' }
    },
    effectsOf: (event, before) => effectsOf(event, before),
    upgraded,
    snapshotDue: (_events, since, state) => isDue(since, state),
    keepEvents: LOOKED_BACK,
  })
}
