import { LIMITS } from '../../shared/base/limits.ts'

/**
 * PBKDF2-HMAC-SHA-256 with 600,000 iterations (OWASP Password Storage Cheat Sheet, 2023). The platform caps one
 * derivation at 100,000, so six are chained, each keyed with the one before: an attacker has the same 600,000 to do.
 */
const LINKS = 6
const ITERATIONS_PER_LINK = 100_000

export interface PasswordHash {
  salt: string
  hash: string
  links: number
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  return { salt: hex(salt), hash: hex(await derive(password, salt, LINKS)), links: LINKS }
}

/** Compares in constant time. A missing account is compared with a hash of nothing, so that it takes as long. */
export async function verifyPassword(password: string, stored: PasswordHash | null): Promise<boolean> {
  const known = stored ?? { salt: '00'.repeat(16), hash: '00'.repeat(32), links: LINKS }
  if (password.length > LIMITS.passwordMost) return false
  const derived = await derive(password, bytes(known.salt), known.links)
  return equal(derived, bytes(known.hash)) && stored !== null
}

async function derive(password: string, salt: Uint8Array<ArrayBuffer>, links: number): Promise<Uint8Array<ArrayBuffer>> {
  let secret = new TextEncoder().encode(password.normalize('NFKC')) as Uint8Array<ArrayBuffer>
  for (let link = 0; link < links; link++) {
    const key = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits'])
    secret = new Uint8Array(
      await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ITERATIONS_PER_LINK }, key, 256),
    )
  }
  return secret
}

/** SHA-256 in hexadecimal: for secrets that are random already and only must not lie readable in a database. */
export async function fingerprint(secret: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))))
}

/** Compares two texts through their fingerprints, so that the time taken tells nothing of either. */
export async function sameSecret(a: string, b: string): Promise<boolean> {
  return equal(bytes(await fingerprint(a)), bytes(await fingerprint(b)))
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0
}

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
