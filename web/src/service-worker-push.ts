import type { ConversationId } from '../../shared/base/ids.ts'
import { arrive } from './lib/push/arrival.ts'
import type { OnScreen } from './lib/push/page.ts'
import { release } from './lib/push/release.ts'
import { renewNotices } from './lib/push/renewal.ts'
import type { Shown } from './lib/push/shown.ts'
import { OUTBOX_TAG } from './lib/sync/background.ts'

declare const self: ServiceWorkerGlobalScope

/** How long a page may take to say what it shows: one that lives answers at once, one that is frozen never. */
const PATIENCE = 1500

self.addEventListener('push', (event) => event.waitUntil(receive(event)))
self.addEventListener('pushsubscriptionchange', (event) =>
  (event as ExtendableEvent).waitUntil(replicas().then((names) => renewNotices(self.registration.pushManager, names))),
)
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openFor(event.notification.data as Shown['data']))
})

async function receive(event: PushEvent): Promise<void> {
  const arrival = await arrive(jsonOf(event), { replicas, isOnScreen })
  if (arrival === 'not-theirs') return release(self.registration.pushManager, '')
  if (arrival === 'nothing') return
  const { title, body, tag, data, language } = arrival.show
  // The same one once more, from a push that was sent twice, replaces the first without a sound.
  const [before] = await self.registration.getNotifications({ tag })
  const isNew = !before || (before.data as Shown['data']).seq < data.seq
  const options = {
    body,
    tag,
    data,
    lang: language,
    icon: '/icons/icon-192.png',
    badge: '/icons/icon-192.png',
    renotify: isNew,
    silent: !isNew,
  }
  await self.registration.showNotification(title, options)
  // That the words are here is told as soon as it can be.
  await (self.registration as { sync?: { register(tag: string): Promise<void> } }).sync?.register(OUTBOX_TAG).catch(() => {})
}

function jsonOf(event: PushEvent): unknown {
  try {
    return event.data?.json()
  } catch {
    return null
  }
}

const replicas = async (): Promise<string[]> => (await indexedDB.databases()).map(({ name }) => name ?? '')

async function isOnScreen(to: string, conversation: ConversationId | null): Promise<boolean> {
  const visible = (await pages()).filter(({ visibilityState }) => visibilityState === 'visible')
  const shown = await Promise.all(visible.map(asked))
  return shown.some((one) => one?.to === to && (conversation === null || one.conversation === conversation))
}

/** Opens what a notice is of: in a page of that person's where one lives, else in a new one. */
async function openFor({ to, conversation }: Shown['data']): Promise<void> {
  const there = await pages()
  const shown = await Promise.all(there.map(asked))
  const mine = shown.flatMap((one, at) => (one?.to === to ? [{ ...one, page: there[at] }] : []))
  const { page } = mine.find((one) => one.conversation === conversation) ?? mine[0] ?? {}
  if (page && conversation) page.postMessage({ type: 'open-conversation', conversation })
  if (page) await page.focus()
  else await self.clients.openWindow(pathOf(to, conversation))
}

function pathOf(to: string, conversation: ConversationId | null): string {
  if (to.startsWith('s_')) return conversation ? `/desk?open=${conversation}` : '/desk'
  return conversation ? `/c/${conversation}` : '/'
}

const pages = (): Promise<readonly WindowClient[]> => self.clients.matchAll({ type: 'window', includeUncontrolled: true })

function asked(page: WindowClient): Promise<OnScreen | null> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<OnScreen>) => resolve(data)
    setTimeout(() => resolve(null), PATIENCE)
    page.postMessage({ type: 'what-is-shown' }, [port2])
  })
}
