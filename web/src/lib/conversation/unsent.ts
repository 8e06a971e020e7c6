import type { CommandId, ObjectId } from '$shared/base/ids.ts'
import { isTicket } from '$shared/base/new-ids.ts'
import type { RefusalCode } from '$shared/base/refusal.ts'
import { isHeld, mayBeCalledBack } from '../replica/outbox.ts'
import type { OutboxRow } from '../replica/rows.ts'

/** What somebody did that has not arrived, as a line that they can read, change or drop. */
export interface UnsentLine {
  id: CommandId
  to: ObjectId
  what: (typeof SHOWN)[number]
  words: string | null
  at: number
  stage: 'waits' | 'rests' | 'leaves'
  refused: RefusalCode | null
  mayGoBack: boolean
  /** Its words fit back into the composer that they came from. */
  mayBeEdited: boolean
}

/** Marks, judgements and what the assistant says need nobody's attention. */
const SHOWN = [
  'send-message',
  'leave-message',
  'request-person',
  'close-conversation',
  'rate',
  'say-to-ticket',
  'transfer',
  'ticket',
] as const

export function unsentLines(rows: readonly OutboxRow[], now: number): UnsentLine[] {
  return rows.flatMap((row): UnsentLine[] => {
    const type = isTicket(row.to) && row.command.type !== 'watch' ? 'ticket' : row.command.type
    const what = SHOWN.find((shown) => shown === type)
    if (!what || row.settled !== undefined) return []
    const said = what === 'transfer' ? row.command.note : row.command.text
    const words = typeof said === 'string' && said !== '' ? said : null
    const { id, to, at, refused } = row
    const stage = row.leftAt !== undefined ? 'leaves' : isHeld(row, now) ? 'rests' : 'waits'
    return [{ id, to, what, words, at, stage, refused, mayGoBack: mayBeCalledBack(row), mayBeEdited: what === 'send-message' }]
  })
}
