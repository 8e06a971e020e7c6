import { DAY, HOUR, MINUTE, type Millis } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import type { NoticeKind, PushPayload } from '../../shared/protocol/push-notice.ts'
import { type Env, THE_ONE } from '../env.ts'
import { log } from '../platform/log.ts'
import type { Effect } from '../platform/outbox.ts'
import { type Device, type Notices, PUSH, type Push } from './notices.ts'
import { fresh, seal } from './seal.ts'
import { type PushKeys, topicOf, vapidHeader } from './vapid.ts'

/** How long a push service keeps a notice for a device that is away, and whether it may wake one that sleeps (RFC 8030, 5.2, 5.3). */
const MANNERS: Record<NoticeKind, { ttl: Millis; urgency: 'normal' | 'high' }> = {
  answered: { ttl: DAY, urgency: 'normal' },
  joined: { ttl: 10 * MINUTE, urgency: 'high' },
  ticket: { ttl: 3 * DAY, urgency: 'normal' },
  offered: { ttl: LIMITS.offer, urgency: 'high' },
  'customer-answered': { ttl: DAY, urgency: 'normal' },
  'assigned-ticket': { ttl: DAY, urgency: 'normal' },
  'service-level': { ttl: HOUR, urgency: 'high' },
}

/** The desk's pair for as long as this isolate lives: it never changes. */
let pushKeys: PushKeys | null = null

/** Performs the effects of an object whose person has devices: those for push services here, all others as before. */
export function pushing(env: Env, notices: Notices, others: (effect: Effect) => Promise<void>): (effect: Effect) => Promise<void> {
  return async function perform(effect) {
    if (effect.target.kind !== PUSH) return others(effect)
    const { device: id, payload, until } = effect.command as Push
    const device = notices.devices.find((one) => one.id === id)
    if (!device) return
    if (Date.now() > until) return log('warn', 'push-let-go', { kind: payload.kind })
    if (await isNeedless(env, payload)) return
    // [N5] A sign-in may have ended without a word to this seat.
    if (device.signIn !== '' && !(await env.DESK.getByName(THE_ONE).signedIn(device.signIn))) return notices.forget(id)
    pushKeys ??= await env.DESK.getByName(THE_ONE).pushKeys()
    const status = await post(device, payload, pushKeys)
    if (status === 404 || status === 410) return notices.forget(id)
    if (status === 429 || status >= 500) throw new Error(`push service: ${status}`)
    if (status >= 300) log('warn', 'push-refused', { kind: payload.kind, status })
  }
}

/** Whether the words have reached the person meanwhile, or newer ones have a notice of their own. */
async function isNeedless(env: Env, { kind, conversation, seq }: PushPayload): Promise<boolean> {
  if (!conversation || (kind !== 'answered' && kind !== 'customer-answered')) return false
  const side = kind === 'answered' ? 'customer' : 'seat'
  const { delivered, spoken } = await env.CONVERSATION.getByName(conversation).standing(side)
  return delivered >= seq || spoken > seq
}

async function post(device: Device, payload: PushPayload, keys: PushKeys): Promise<number> {
  const { ttl, urgency } = MANNERS[payload.kind]
  const plain = new TextEncoder().encode(JSON.stringify(payload)) as Uint8Array<ArrayBuffer>
  const response = await fetch(device.endpoint, {
    method: 'POST',
    headers: {
      authorization: await vapidHeader(device.endpoint, device.subject, keys, Date.now()),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(Math.floor(ttl / 1000)),
      urgency,
      topic: await topicOf(`${payload.kind} ${payload.conversation ?? payload.ticket ?? ''}`),
    },
    body: await seal(plain, device.keys, await fresh()),
    redirect: 'manual',
    signal: AbortSignal.timeout(LIMITS.callTimeout),
  })
  await response.body?.cancel()
  return response.status
}
