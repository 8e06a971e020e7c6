import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { kept, keptOrFetched } from './lib/inference/files.ts'
import { Replica } from './lib/replica/db.ts'
import { OUTBOX_TAG } from './lib/sync/background.ts'
import './service-worker-push.ts'
import { customerSender, flush, type Sender, seatSender } from './lib/sync/flush.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | { url: string; revision: string | null })[] }

interface SyncEvent extends ExtendableEvent {
  tag: string
}

// The whole app is laid up at the first visit: from then on it opens without any network.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//, /^\/templates\//, /^\/models\//] }))

// Models, and the threads that read and learn, are large and not for every device. The thread keeps the models itself, once
// it has looked at them; its own script is kept when it was asked for.
const MODELS = /^\/models\//
const THREADS = /^\/_app\/immutable\/workers\//
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && MODELS.test(url.pathname),
  async ({ request }) => (await kept(request.url)) ?? fetch(request),
)
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && THREADS.test(url.pathname),
  ({ request }) => keptOrFetched(request.url),
)

// A new version waits until somebody accepts it: no page changes under what is being written.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

// The first version serves the page that installed it, so that even the first visit may lose its network.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// The network is back and no page may be there to notice: what waits is sent from here.
self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent
  if (sync.tag === OUTBOX_TAG) sync.waitUntil(sendWhatWaits())
})

async function sendWhatWaits(): Promise<void> {
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
  const seats = names.filter((name) => name.startsWith('evenkeel-s_'))
  await Promise.all([
    ...(names.includes('evenkeel-customer') ? [sendFrom(new Replica('evenkeel-customer'), 'customer', customerSender)] : []),
    ...seats.map((name) => sendFrom(new Replica(name), `seat:${name.slice('evenkeel-'.length)}`, () => seatSender)),
  ])
}

/** Sends from one replica, unless a page that lives is at it: one sender works at a time. */
async function sendFrom(db: Replica, lock: string, senderOf: (db: Replica) => Sender): Promise<void> {
  try {
    await navigator.locks.request(lock, { ifAvailable: true }, async (held) => held && flush(db, senderOf(db)))
  } finally {
    await db.close()
  }
}
