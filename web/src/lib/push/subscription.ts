import type { Language } from '$shared/language/language.ts'
import type { NoticeWishes, SubscribeBody } from '$shared/protocol/push-notice.ts'
import type { Replica } from '../replica/db.ts'
import { customerSender } from '../sync/flush.ts'
import { release } from './release.ts'

export type Side = 'customer' | 'seat'
/** Why a device is not told: its browser could not reach its push service, or the desk could not be reached. */
export type Failure = 'no-service' | 'unreachable'
export interface Choice {
  wishes: NoticeWishes
  words: boolean
  language: Language
}

/** How long the service worker may take to be there. */
const PATIENCE = 20_000

/** Has this device told of what happens, as is wished, or tells anew what is wished; null when both ends know. */
export async function subscribe(db: Replica, side: Side, choice: Choice): Promise<Failure | null> {
  return subscribeWith(async () => (await readyWithin(PATIENCE))?.pushManager, db, side, choice)
}

/** The same with the service worker at hand. The edge tells nothing more to an address that was this device's before. */
export async function subscribeWith(
  managerOf: () => Promise<PushManager | undefined>,
  db: Replica,
  side: Side,
  choice: Choice,
): Promise<Failure | null> {
  const key = await keyOf(db)
  const pushManager = key && (await managerOf())
  if (!key || !pushManager) return 'unreachable'
  const subscription = await subscriptionFor(pushManager, key)
  if (!subscription) return 'no-service'
  const { endpoint, keys } = subscription.toJSON()
  if (!endpoint || !keys?.p256dh || !keys.auth) return 'no-service'
  const body: SubscribeBody = { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, wishes: choice.wishes }
  if (!(await tell('POST', db, side, body))) return 'unreachable'
  const before = await db.recall('notices')
  if (before && before.endpoint !== endpoint) await tell('DELETE', db, side, { endpoint: before.endpoint })
  await db.keep('notices', { ...choice, endpoint })
  return null
}

/** Has this device told of nothing more, at both ends as far as there is a network; here at once in any case. */
export async function unsubscribe(db: Replica, side: Side): Promise<void> {
  const kept = await db.recall('notices')
  await db.keep('notices', null)
  if (!kept) return
  await tell('DELETE', db, side, { endpoint: kept.endpoint })
  await release((await navigator.serviceWorker?.getRegistration())?.pushManager, db.name)
}

/** The key of the desk, as this device last heard it, else asked for. */
async function keyOf(db: Replica): Promise<string | null> {
  const desk = await db.recall('desk')
  if (desk?.configured && desk.pushKey) return desk.pushKey
  const answer = await fetch('/api/desk').then(
    (response) => response.json() as Promise<{ pushKey?: string }>,
    () => null,
  )
  return answer?.pushKey ?? null
}

/** The service worker once it is there: on a first visit it may still be laying up the app, and without a network for ever. */
const readyWithin = (patience: number): Promise<ServiceWorkerRegistration | null> =>
  Promise.race([navigator.serviceWorker.ready, new Promise<null>((resolve) => setTimeout(() => resolve(null), patience))])

/** The browser's subscription under this key; one under another key can tell nothing any more and is replaced. */
async function subscriptionFor(pushManager: PushManager, key: string): Promise<PushSubscription | null> {
  try {
    const known = await pushManager.getSubscription()
    if (known && isUnder(known, key)) return known
    await known?.unsubscribe()
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  } catch {
    return null
  }
}

function isUnder({ options }: PushSubscription, key: string): boolean {
  const theirs = options?.applicationServerKey
  if (!theirs) return true
  const text = btoa(String.fromCharCode(...new Uint8Array(theirs)))
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') === key
}

/** Tells the edge; a customer who is not known there yet proves who they are first. */
async function tell(method: string, db: Replica, side: Side, body: unknown): Promise<boolean> {
  const ask = () => fetch(`/api/push/${side}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  try {
    const response = await ask()
    if (response.status !== 401 || side === 'seat') return response.ok
    return (await customerSender(db).prove()) && (await ask()).ok
  } catch {
    return false
  }
}
