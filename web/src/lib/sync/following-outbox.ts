import type { Replica } from '../replica/db.ts'
import { observe } from '../replica/observe.ts'
import { type ToSend, toSend } from '../replica/outbox.ts'
import type { Store } from '../replica/rows.ts'

/**
 * Calls back with what may be sent, and with the answer to another query of the same moment: now, after every write to
 * the stores, and when something that rests is due. The answer ends it.
 */
export function followOutbox<Value>(
  db: Replica,
  stores: readonly Store[],
  query: () => Promise<Value>,
  next: (sendable: ToSend, value: Value) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let unwatch = () => {}
  function begin(): void {
    unwatch()
    unwatch = observe(
      db,
      ['outbox', ...stores],
      async () => ({ sendable: await toSend(db, Date.now()), value: await query() }),
      ({ sendable, value }) => {
        clearTimeout(timer)
        if (sendable.nextAt !== null) timer = setTimeout(begin, Math.max(0, sendable.nextAt - Date.now()))
        next(sendable, value)
      },
    )
  }
  begin()
  return () => {
    clearTimeout(timer)
    unwatch()
  }
}
