import { type Release, SIGNATURE, signedBytes, toHex } from '../../shared/knowledge/release.ts'
import type { Facts } from '../platform/facts.ts'

/** The desk's key. It is made with the first release and never leaves the object; devices know its public half. */
export class Signer {
  readonly #facts: Facts

  constructor(facts: Facts) {
    this.#facts = facts
  }

  async sign(release: Omit<Release, 'signature'>): Promise<Release> {
    const { privateKey } = await this.#keys()
    return { ...release, signature: toHex(new Uint8Array(await crypto.subtle.sign(SIGNATURE, privateKey, signedBytes(release)))) }
  }

  /** The public half, raw, in hexadecimal. */
  async publicKey(): Promise<string> {
    return (await this.#keys()).publicKey
  }

  async #keys(): Promise<{ privateKey: CryptoKey; publicKey: string }> {
    const kept = this.#facts.get<{ privateKey: JsonWebKey; publicKey: string }>('key')
    if (kept) {
      const privateKey = await crypto.subtle.importKey('jwk', kept.privateKey, SIGNATURE, false, ['sign'])
      return { privateKey, publicKey: kept.publicKey }
    }
    const pair = (await crypto.subtle.generateKey(SIGNATURE, true, ['sign', 'verify'])) as CryptoKeyPair
    const publicKey = toHex(new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer))
    const privateKey = (await crypto.subtle.exportKey('jwk', pair.privateKey)) as JsonWebKey
    // Two that ask at once agree on the key that was kept first.
    if (!this.#facts.get('key')) this.#facts.set('key', { privateKey, publicKey })
    return this.#keys()
  }
}
