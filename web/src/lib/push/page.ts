import type { ConversationId } from '$shared/base/ids.ts'
import type { Language } from '$shared/language/language.ts'
import type { Replica } from '../replica/db.ts'
import { type Side, subscribe } from './subscription.ts'

/** Who uses a page, and what it shows. */
export interface OnScreen {
  to: string | null
  conversation: ConversationId | null
}

/** What tells the other tabs of a device that it was cleared. */
export const CLEARED = 'evenkeel-cleared'

/** A page of a device that was cleared has nothing left to show. */
export function leaveWhenCleared(signal: AbortSignal): void {
  const channel = new BroadcastChannel(CLEARED)
  channel.onmessage = () => location.replace('/')
  signal.addEventListener('abort', () => channel.close())
}

/**
 * Answers the service worker while the page lives: what it shows, so that nothing is told of what is seen already, and
 * opens what a notice leads to.
 */
export function answerServiceWorker(shows: () => OnScreen, open: (conversation: ConversationId) => void, signal: AbortSignal): void {
  navigator.serviceWorker?.addEventListener(
    'message',
    ({ data, ports }: MessageEvent<{ type?: string; conversation?: ConversationId } | null>) => {
      if (data?.type === 'what-is-shown') ports[0]?.postMessage(shows())
      if (data?.type === 'open-conversation' && data.conversation) open(data.conversation)
    },
    { signal },
  )
}

/**
 * Keeps what both ends know of this device's notices in step with it: at the start, for a push service may have dropped
 * it or given it another address, and its language whenever the page is left. Until the signal: a replica that was
 * deleted must not be made anew by looking into it.
 */
export async function keepNotices(db: Replica, side: Side, language: () => Language, signal: AbortSignal): Promise<void> {
  const left = async () => {
    if (!document.hidden || !(await db.recall('notices'))) return
    await db.revise('notices', (kept) => (kept ? { ...kept, language: language() } : null))
  }
  document.addEventListener('visibilitychange', () => void left(), { signal })
  const kept = await db.recall('notices')
  if (kept && !signal.aborted && navigator.onLine && Notification.permission === 'granted')
    await subscribe(db, side, { wishes: kept.wishes, words: kept.words, language: language() })
}
