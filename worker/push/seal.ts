import { fromBase64Url } from './base64url.ts'

type Bytes = Uint8Array<ArrayBuffer>

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const
/** One record holds any payload of ours: push services take 4096 bytes (RFC 8291, 4). */
const RECORD = 4096
/** Ends the last record (RFC 8188, 2). */
const LAST = 2

/** What must be new for each message: a key pair and a salt of 16 bytes. Handed in, so that the vectors can be kept. */
export interface Fresh {
  pair: CryptoKeyPair
  salt: Bytes
}

export async function fresh(): Promise<Fresh> {
  const pair = (await crypto.subtle.generateKey(ECDH, true, ['deriveBits'])) as CryptoKeyPair
  return { pair, salt: crypto.getRandomValues(new Uint8Array(16)) }
}

/**
 * Encrypts a payload for one device, so that the push service in between cannot read it (RFC 8291 over the content coding
 * aes128gcm of RFC 8188). `keys` are the browser's, in base64url.
 */
export async function seal(plain: Bytes, keys: { p256dh: string; auth: string }, { pair, salt }: Fresh): Promise<Bytes> {
  const theirs = fromBase64Url(keys.p256dh)
  const mine = new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer)
  const other = await crypto.subtle.importKey('raw', theirs, ECDH, false, [])
  // The types of the platform name the field otherwise than the platform does.
  const agreement = { name: 'ECDH', public: other } as unknown as SubtleCryptoDeriveKeyAlgorithm
  const shared = new Uint8Array(await crypto.subtle.deriveBits(agreement, pair.privateKey, 256))
  const secret = await derive(shared, fromBase64Url(keys.auth), joined(text('WebPush: info\0'), theirs, mine), 32)
  const [keyBytes, nonce] = await Promise.all([
    derive(secret, salt, text('Content-Encoding: aes128gcm\0'), 16),
    derive(secret, salt, text('Content-Encoding: nonce\0'), 12),
  ])
  const key = await crypto.subtle.importKey('raw', keyBytes, 'AES-GCM', false, ['encrypt'])
  const record = joined(plain, Uint8Array.of(LAST))
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, record))
  const size = new Uint8Array(5)
  new DataView(size.buffer).setUint32(0, RECORD)
  size[4] = mine.length
  return joined(salt, size, mine, sealed)
}

async function derive(secret: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8))
}

const text = (value: string): Bytes => new TextEncoder().encode(value) as Bytes

function joined(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
