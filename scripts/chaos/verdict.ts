import { canonical } from '../../shared/base/digest.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { shownToCustomer } from '../../shared/conversation/shown.ts'

/** What one party sent into one conversation, in order, and the seq that each acknowledged text was told. */
export interface Sent {
  texts: readonly string[]
  acknowledged: ReadonlyMap<string, number>
}

/** All that is known of one conversation when the storm is over. */
export interface Evidence {
  /** The server's log, read afresh. */
  log: readonly StoredEvent[]
  sent: readonly Sent[]
  /** The copies that devices hold, by name. */
  views: ReadonlyMap<string, readonly StoredEvent[]>
}

/** What is wrong, counted. All must be nought. */
export interface Wrongs {
  /** Texts that were sent and are not in the log. */
  lost: number
  /** Of those, the ones that had been acknowledged. */
  acknowledgedNotStored: number
  /** Texts that are in the log again. */
  doubled: number
  /** Texts in the log that nobody sent. */
  invented: number
  /** Texts that stand before one which the same sender had sent earlier. */
  disordered: number
  /** Events whose seq is not the next one. */
  gaps: number
  /** Acknowledged texts that do not stand at the seq they were told, or among the events of one command that end there. */
  misplaced: number
  /** Views that are the beginning of the log and end too early. */
  behind: number
  /** Views that tell something else than the log. */
  differing: number
}

export const NO_WRONGS: Wrongs = {
  lost: 0,
  acknowledgedNotStored: 0,
  doubled: 0,
  invented: 0,
  disordered: 0,
  gaps: 0,
  misplaced: 0,
  behind: 0,
  differing: 0,
}

const MESSAGE = 'v1.MessageSent'

/** Compares one conversation's log with what was sent and with what its devices show. */
export function judge({ log, sent, views }: Evidence): Wrongs {
  const stored = log.flatMap((event) => (event.name === MESSAGE ? [textOf(event)] : []))
  const causes = new Map(log.flatMap((event) => (event.name === MESSAGE ? [[textOf(event), event.cause] as const] : [])))
  const first = new Map<string, number>()
  for (const [place, text] of stored.entries()) if (!first.has(text)) first.set(text, place)
  const wrongs = { ...NO_WRONGS }
  wrongs.doubled = stored.length - first.size
  wrongs.gaps = log.filter((event, index) => event.seq !== index + 1).length
  const known = new Set(sent.flatMap(({ texts }) => texts))
  wrongs.invented = [...first.keys()].filter((text) => !known.has(text)).length
  for (const { texts, acknowledged } of sent) {
    let furthest = -1
    for (const text of texts) {
      const place = first.get(text)
      if (place === undefined) {
        wrongs.lost++
        if (acknowledged.has(text)) wrongs.acknowledgedNotStored++
        continue
      }
      if (place < furthest) wrongs.disordered++
      furthest = Math.max(furthest, place)
      const seq = acknowledged.get(text)
      const told = seq === undefined ? undefined : log[seq - 1]
      if (seq !== undefined && told?.cause !== causes.get(text)) wrongs.misplaced++
    }
  }
  // Of one log, whoever read it: customers are not told what the rules made of them.
  const lines = shownToCustomer(log).map(canonical)
  for (const view of views.values()) {
    if (!shownToCustomer(view).every((event, index) => canonical(event) === lines[index])) wrongs.differing++
    else if (view.length < log.length) wrongs.behind++
  }
  return wrongs
}

export function sum(all: readonly Wrongs[]): Wrongs {
  const total = { ...NO_WRONGS }
  for (const wrongs of all) for (const key of keysOf(total)) total[key] += wrongs[key]
  return total
}

/** Each wrong that there is, as a line. */
export function told(wrongs: Wrongs): string[] {
  return keysOf(wrongs).flatMap((key) => (wrongs[key] === 0 ? [] : [`${key}: ${wrongs[key]}`]))
}

const keysOf = (wrongs: Wrongs) => Object.keys(wrongs) as (keyof Wrongs)[]
const textOf = (event: StoredEvent): string => (event.data as { text: string }).text
