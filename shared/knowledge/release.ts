import { canonical } from '../base/digest.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { PackVersion } from './pack.ts'

/**
 * What the desk says is current in a language, signed with its key (ECDSA P-256 over SHA-256, raw signature in hexadecimal,
 * FIPS 186-5). Numbers rise, also when an earlier pack becomes current again: an older release is never taken for news.
 */
export const Release = v.object({
  language: Language,
  version: PackVersion,
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: v.number(),
  /** Of what members of staff alone may read. It is signed too: one is never taken for the other. */
  audience: v.optional(v.literal('staff')),
  signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
})
export type Release = Infer<typeof Release>

export const SIGNATURE = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** The bytes that are signed. */
export const signedBytes = ({ language, version, number, at, audience }: Omit<Release, 'signature'>): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(canonical({ language, version, number, at, audience })))

/** Bytes as hexadecimal digits, and back. */
export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
export const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
