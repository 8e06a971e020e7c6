import { Replica } from '../replica/db.ts'

/** Ends what the browser has with its push service, unless somebody else on this device is told by it: it has but one. */
export async function release(pushManager: PushManager | undefined, except: string): Promise<void> {
  const subscription = await pushManager?.getSubscription()
  if (subscription && !(await isWantedBesides(except))) await subscription.unsubscribe().catch(() => false)
}

async function isWantedBesides(except: string): Promise<boolean> {
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
  for (const name of names.filter((one) => one !== except && /^evenkeel-(customer|s_)/.test(one))) {
    const other = new Replica(name)
    const kept = await other.recall('notices').finally(() => other.close())
    if (kept) return true
  }
  return false
}
