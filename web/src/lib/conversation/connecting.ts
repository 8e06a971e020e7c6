import type { ConversationId } from '$shared/base/ids.ts'
import type { Language } from '$shared/language/language.ts'
import { answerServiceWorker, keepNotices, leaveWhenCleared } from '../push/page.ts'
import type { Replica } from '../replica/db.ts'
import { identityOf } from '../replica/identity.ts'
import { fetchDesk, startCustomer } from '../sync/customer.ts'

const ending = new AbortController()

/** Ends whatever reads or writes the replica beside the screen. */
export const endAll = (): void => ending.abort()

/**
 * Puts a page on the wire: its link begins, the service worker hears what it shows and opens here what a notice leads to,
 * and what the business says of itself is brought. Kept when the edge has answered or could not be reached.
 */
export async function connect(db: Replica, conversation: () => ConversationId | null, language: () => Language): Promise<void> {
  const { signal } = ending
  signal.addEventListener('abort', startCustomer(db))
  void beginNotices(db, conversation, language)
  await fetchDesk(db)
}

async function beginNotices(db: Replica, conversation: () => ConversationId | null, language: () => Language): Promise<void> {
  const { signal } = ending
  const { id } = await identityOf(db)
  const onScreen = () => (/^\/(c\/|$)/.test(location.pathname) ? conversation() : null)
  // The page may be at another place of the app: drafts are kept, so that it can be left.
  const open = (wanted: ConversationId) => wanted !== onScreen() && location.assign(`/c/${wanted}`)
  answerServiceWorker(() => ({ to: id, conversation: onScreen() }), open, signal)
  leaveWhenCleared(signal)
  await keepNotices(db, 'customer', language, signal)
}
