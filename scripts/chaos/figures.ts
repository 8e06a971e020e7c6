import type { DeskFigures } from './desk.ts'
import type { Fault } from './faults.ts'
import { told, type Wrongs } from './verdict.ts'

/** What a run gives: what was wrong, and what was measured. */
export interface Verdict {
  ok: boolean
  /** Everything that is not as it must be, in words. */
  problems: string[]
  seed: number
  commit: string
  /** Texts sent by customers and by seats. */
  sent: { customers: number; seats: number }
  acknowledged: number
  /** Conversations that a seat served: its copies are views too. */
  served: number
  kills: number
  faults: Record<Fault, number>
  wrongs: Wrongs
  desk: DeskFigures
  /** Views that ended too early when the storm was over and nothing moved any more. */
  behindAtFirst: number
  /** Milliseconds. */
  times: Times
}

export interface Times {
  /** From the silence of a socket until its link is no longer live. */
  noticed: number[]
  /** From the start of the process until it listens, and until it has acknowledged a command of anybody. */
  listening: number[]
  acknowledging: number[]
  /** From the return of the network, or of the link where that is later, until an outbox is empty. */
  flushed: number[]
  /** From the return of the network until all outboxes are empty. */
  drained: number
}

/** The value below which a share of the values lie; NaN of none. */
export function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

/** The verdict as a table for a terminal. */
export function table(verdict: Verdict): string {
  const { sent, faults, times, wrongs, desk } = verdict
  const row = (name: string, value: string | number) => `  ${name.padEnd(34)}${value}`
  return [
    row('seed', verdict.seed),
    row('commit', verdict.commit),
    row('texts sent', `${sent.customers + sent.seats} (customers ${sent.customers}, seats ${sent.seats})`),
    row('texts acknowledged', verdict.acknowledged),
    row('conversations served by a seat', verdict.served),
    row('conversations of visitors', desk.visits),
    row('asked for and done', `${desk.accepted} (${listed(desk.kinds)})`),
    row('asked for and refused', `${desk.refused} (${listed(desk.codes)})`),
    row('tickets', `${desk.tickets} (${listed(desk.statuses)}), events in their logs ${desk.ticketEvents}`),
    row(
      'places',
      `${desk.wishes} asked for, ${desk.handedOn} handed on; at the end in the line ${desk.inLine}, with a seat ${desk.served}`,
    ),
    row('kills', verdict.kills),
    row('faults', listed(faults)),
    row('wrongs', told(wrongs).join(', ') || 'none'),
    row('  acknowledged, not stored', wrongs.acknowledgedNotStored),
    row('  lost', wrongs.lost),
    row('  doubled', wrongs.doubled),
    row('views behind before the last word', verdict.behindAtFirst),
    row('silent socket noticed', spread(times.noticed)),
    row('restart until it listens', spread(times.listening)),
    row('restart until it acknowledges', spread(times.acknowledging)),
    row('acknowledges after it listens', spread(times.acknowledging.map((at, kill) => Math.max(0, at - (times.listening[kill] ?? 0))))),
    row('outbox flushed after the return', spread(times.flushed)),
    row('all flushed after the return', `${times.drained} ms`),
    row('verdict', verdict.ok ? 'all is well' : 'WRONG'),
    ...verdict.problems.map((problem) => `    ${problem}`),
  ].join('\n')
}

const listed = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

function spread(values: readonly number[]): string {
  if (values.length === 0) return 'never'
  return `p50 ${share(values, 0.5)} ms, p99 ${share(values, 0.99)} ms, most ${Math.max(...values)} ms (${values.length} times)`
}
