import { vi } from 'vitest'
import type { NoticeWishes, PushPayload, SubscribeBody } from '../../../shared/protocol/push-notice.ts'
import { toBase64Url } from '../../../worker/push/base64url.ts'

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const
const text = (value: string) => new TextEncoder().encode(value)
type Bytes = Uint8Array<ArrayBuffer>

export const ALL: NoticeWishes = { kinds: {}, quiet: null, timezone: 'Asia/Shanghai' }

/** A fake of a browser's end of a subscription: it has the keys and opens what comes (the receiver's side of RFC 8291). */
export class FakeDevice {
  readonly endpoint = `https://push.example.com/send/${crypto.randomUUID()}`
  readonly #pair: CryptoKeyPair
  readonly #point: Bytes
  readonly #auth: Bytes

  private constructor(pair: CryptoKeyPair, point: Bytes) {
    this.#pair = pair
    this.#point = point
    this.#auth = crypto.getRandomValues(new Uint8Array(16))
  }

  static async make(): Promise<FakeDevice> {
    const pair = (await crypto.subtle.generateKey(ECDH, true, ['deriveBits'])) as CryptoKeyPair
    return new FakeDevice(pair, new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer))
  }

  get keys(): SubscribeBody['keys'] {
    return { p256dh: toBase64Url(this.#point), auth: toBase64Url(this.#auth) }
  }

  subscription(wishes: NoticeWishes = ALL): SubscribeBody {
    return { endpoint: this.endpoint, keys: this.keys, wishes }
  }

  async open(sealed: Bytes): Promise<string> {
    const [salt, length] = [sealed.slice(0, 16), sealed[20] ?? 0]
    const sender = sealed.slice(21, 21 + length)
    const other = await crypto.subtle.importKey('raw', sender, ECDH, false, [])
    const agreement = { name: 'ECDH', public: other } as unknown as SubtleCryptoDeriveKeyAlgorithm
    const shared = await crypto.subtle.deriveBits(agreement, this.#pair.privateKey, 256)
    const info = Uint8Array.from([...text('WebPush: info\0'), ...this.#point, ...sender])
    const secret = await hkdf(shared, this.#auth, info, 32)
    const key = await crypto.subtle.importKey(
      'raw',
      await hkdf(secret, salt, text('Content-Encoding: aes128gcm\0'), 16),
      'AES-GCM',
      false,
      ['decrypt'],
    )
    const iv = await hkdf(secret, salt, text('Content-Encoding: nonce\0'), 12)
    const record = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed.slice(21 + length)))
    if (record.at(-1) !== 2) throw new Error('not the last record')
    return new TextDecoder().decode(record.slice(0, -1))
  }
}

async function hkdf(secret: ArrayBuffer, salt: Uint8Array, info: Uint8Array, bytes: number): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  return crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info } as never, key, bytes * 8)
}

export interface Pushed {
  endpoint: string
  headers: Headers
  body: Bytes
  redirect: string | undefined
}

/** Stands in for the network of the platform: a fake push service that keeps what it gets and answers in turn. */
export function fakePushService(...answers: (number | Error)[]): { got: Pushed[]; opened(device: FakeDevice): Promise<PushPayload[]> } {
  const got: Pushed[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    got.push({
      endpoint: String(url),
      headers: new Headers(init?.headers),
      body: new Uint8Array(init?.body as unknown as ArrayBuffer),
      redirect: init?.redirect,
    })
    const answer = answers[Math.min(got.length, answers.length) - 1] ?? 201
    if (answer instanceof Error) throw answer
    return new Response(null, { status: answer })
  })
  const mine = (device: FakeDevice) => got.filter(({ endpoint }) => endpoint === device.endpoint)
  return {
    got,
    opened: (device) => Promise.all(mine(device).map(async ({ body }) => JSON.parse(await device.open(body)) as PushPayload)),
  }
}
