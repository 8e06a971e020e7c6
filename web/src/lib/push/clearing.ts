import type { Replica } from '../replica/db.ts'
import { CLEARED } from './page.ts'
import { unsubscribe } from './subscription.ts'

/**
 * Takes a customer from a device that others use: notices at both ends, the proof of who they are, and everything that
 * is kept. False without a network: the proof cannot be taken back then, and all but the notices stays as it is.
 * `end` stops whatever else of this page would write.
 */
export async function clearDevice(db: Replica, end: () => void): Promise<boolean> {
  await unsubscribe(db, 'customer')
  const dropped = await fetch('/api/customers/me', { method: 'DELETE' }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (!dropped) return false
  end()
  await db.delete()
  new BroadcastChannel(CLEARED).postMessage(null)
  location.replace('/')
  return true
}
