import { Replica } from '../replica/db.ts'
import { subscribeWith } from './subscription.ts'

/**
 * The browser has taken back how this device is told (`pushsubscriptionchange`): everybody on it who wishes to be told is, anew,
 * without a page. Whose sign-in has ended, or who cannot be reached for, is when they next open one (`keepNotices`). `names` are the
 * databases of this device.
 */
export async function renewNotices(pushManager: PushManager, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (!/^evenkeel-(customer|s_)/.test(name)) continue
    const db = new Replica(name)
    try {
      const kept = await db.recall('notices')
      if (!kept) continue
      const { wishes, words, language } = kept
      await subscribeWith(async () => pushManager, db, name === 'evenkeel-customer' ? 'customer' : 'seat', { wishes, words, language })
    } finally {
      await db.close()
    }
  }
}
