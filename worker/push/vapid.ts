import { HOUR, type Millis } from '../../shared/base/clock.ts'
import { toBase64Url } from './base64url.ts'

/** The desk's pair for notices: the public point as browsers and push services are given it, the private key as a JWK. */
export interface PushKeys {
  publicKey: string
  privateKey: JsonWebKey
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** How long a token holds: at most a day is allowed (RFC 8292, 2). */
const LIFE = 12 * HOUR

export async function makePushKeys(): Promise<PushKeys> {
  const pair = (await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])) as CryptoKeyPair
  const [point, privateKey] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey) as Promise<ArrayBuffer>,
    crypto.subtle.exportKey('jwk', pair.privateKey) as Promise<JsonWebKey>,
  ])
  return { publicKey: toBase64Url(new Uint8Array(point)), privateKey }
}

/**
 * The Authorization header by which a push service knows the sender (RFC 8292, 3): a token for its origin, signed with
 * ES256. `subject` is where the operator of the service can reach the desk.
 */
export async function vapidHeader(endpoint: string, subject: string, keys: PushKeys, now: Millis): Promise<string> {
  const part = (value: unknown) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)))
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor((now + LIFE) / 1000), sub: subject }
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`
  const key = await crypto.subtle.importKey('jwk', keys.privateKey, ECDSA, false, ['sign'])
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(signed))
  return `vapid t=${signed}.${toBase64Url(new Uint8Array(signature))}, k=${keys.publicKey}`
}

/** A push service takes 32 characters to name what replaces what (RFC 8030, 5.4); the name tells it nothing. */
export async function topicOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return toBase64Url(new Uint8Array(digest)).slice(0, 32)
}
