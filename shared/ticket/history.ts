import type { Millis } from '../base/clock.ts'
import type { TicketId } from '../base/ids.ts'
import type { Author } from '../conversation/actor.ts'
import type { StoredEvent } from '../conversation/events.ts'
import type { TicketEvent } from './events.ts'
import { isKnown } from './known.ts'

/** One line of a ticket's history. `code` names the sentence, `values` fill it, `text` is what somebody wrote. */
export interface HistoryLine {
  /** The id of the command that caused it, and which of its events it is: stable from pending to confirmed. */
  key: string
  seq: number
  at: Millis
  by: Author
  code: string
  values: Readonly<Record<string, string | number | null>>
  text: string
  /** Another ticket that it names. */
  ticket: TicketId | null
}

/** Folds events, in order, into the complete history of a ticket, oldest first. Names from a newer server are passed over. */
export function history(events: readonly StoredEvent[]): HistoryLine[] {
  const met = new Map<string, number>()
  return events.filter(isKnown).map((event) => {
    const { code, values = {}, text = '', ticket = null } = told(event)
    const sort = `${event.cause}/${code}`
    const count = (met.get(sort) ?? 0) + 1
    met.set(sort, count)
    const key = count === 1 ? sort : `${sort}-${count}`
    return { key, seq: event.seq, at: event.at, by: event.by, code, values, text, ticket }
  })
}

interface Told {
  code: string
  values?: HistoryLine['values']
  text?: string
  ticket?: TicketId
}

/** `ticket.v1.StatusChanged` is told as `status-changed`. */
const codeOf = (name: string): string =>
  name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .slice(1)

function told(event: TicketEvent): Told {
  const code = codeOf(event.name)
  switch (event.name) {
    case 'ticket.v1.Opened': {
      const { reason, title, type, urgency, line, problem } = event.data.matter
      return {
        code,
        values: { reason, title, type, urgency, line },
        text: problem,
        ...(event.data.from ? { ticket: event.data.from } : {}),
      }
    }
    case 'ticket.v1.TranscriptKept':
      return { code, values: { count: event.data.lines.length } }
    case 'ticket.v1.Assigned': {
      const { seat, why } = event.data
      const figures = why ? { how: why.how, line: why.line, open: why.open, capacity: why.capacity, candidates: why.candidates } : {}
      return { code: why ? code : 'taken', values: { seat: seat.name, ...figures } }
    }
    case 'ticket.v1.HandedOn':
      return { code, values: { line: event.data.line, seat: event.data.asked?.name ?? null }, text: event.data.note }
    case 'ticket.v1.StatusChanged':
      return { code, values: { status: event.data.status }, text: event.data.note }
    case 'ticket.v1.Answered':
    case 'ticket.v1.Noted':
      return { code, text: event.data.text }
    case 'ticket.v1.CustomerSaid':
      return { code, values: { what: event.data.what }, text: event.data.text }
    case 'ticket.v1.Corrected': {
      const { type = null, urgency = null, title = null, why } = event.data
      return { code, values: { type, urgency, title, why } }
    }
    case 'ticket.v1.Escalated':
      return { code, values: { why: event.data.why, promise: event.data.promise }, text: event.data.reason }
    case 'ticket.v1.FieldSet':
      return { code, values: { field: event.data.field, value: event.data.value } }
    case 'ticket.v1.WatchChanged':
      return { code: event.data.on ? 'watched' : 'watched-no-more', values: { seat: event.data.seat.name } }
    case 'ticket.v1.Linked':
      return { code, values: { how: event.data.how, title: event.data.title }, ticket: event.data.ticket }
    case 'ticket.v1.SplitOff': {
      const { title, type, line, problem, ticket } = event.data
      return { code, values: { title, type, line }, text: problem, ticket }
    }
    case 'ticket.v1.MergeAsked':
    case 'ticket.v1.Merged':
      return { code, values: { title: event.data.title }, ticket: event.data.into }
    case 'ticket.v1.MergeRefused':
      return { code: event.data.unreached ? 'merge-unreached' : code, ticket: event.data.into }
    case 'ticket.v1.Absorbed':
      return { code, values: { title: event.data.title, words: event.data.words.length }, ticket: event.data.ticket }
    case 'ticket.v1.PassedOn':
      return { code, values: { title: event.data.title }, ticket: event.data.to }
    case 'ticket.v1.TaskAdded':
      return { code, values: { title: event.data.title, line: event.data.line }, ticket: event.data.ticket }
    case 'ticket.v1.TaskAssigned':
      return { code, values: { task: event.data.task, seat: event.data.seat?.name ?? null } }
    case 'ticket.v1.TaskSettled':
      return { code, values: { task: event.data.task, outcome: event.data.outcome }, text: event.data.note }
    case 'ticket.v1.Resolved':
      return { code, text: event.data.solution }
    case 'ticket.v1.Closed':
      return { code, values: { how: event.data.how } }
    case 'ticket.v1.Reopened':
      return { code, text: event.data.reason }
    case 'ticket.v1.LevelSet': {
      const { promise, level, working, consumed, due } = event.data
      return { code: due === null ? 'level-never-open' : code, values: { promise, level, working, consumed, due } }
    }
    case 'ticket.v1.LevelPaused':
    case 'ticket.v1.LevelWarned':
    case 'ticket.v1.LevelMissed':
    case 'ticket.v1.LevelMet':
      return { code, values: { ...event.data } }
    case 'ticket.v1.LevelEnded':
      return { code: event.data.late ? 'level-kept-late' : code, values: { promise: event.data.promise } }
    case 'ticket.v1.LeftUnanswered':
      return { code, values: { since: event.data.since } }
  }
}
