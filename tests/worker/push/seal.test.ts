import { describe, expect, it } from 'vitest'
import { fromBase64Url, toBase64Url } from '../../../worker/push/base64url.ts'
import { fresh, seal } from '../../../worker/push/seal.ts'
import { makePushKeys, topicOf, vapidHeader } from '../../../worker/push/vapid.ts'
import { FakeDevice } from './support.ts'

/** RFC 8291, Appendix A. */
const VECTOR = {
  plain: 'When I grow up, I want to be a watermelon',
  senderPublic: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  senderPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  sealed:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

const bytesOf = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>

/** The sender's pair of the vector, from its point and its number. */
async function senderPair(): Promise<CryptoKeyPair> {
  const point = fromBase64Url(VECTOR.senderPublic)
  const half = (from: number) => toBase64Url(point.slice(from, from + 32))
  const jwk = { kty: 'EC', crv: 'P-256', x: half(1), y: half(33), d: VECTOR.senderPrivate, ext: true }
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  return {
    privateKey: await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('raw', point, algorithm, true, []),
  }
}

describe('[N1] what travels to a device', () => {
  it('[N1] is sealed as in the vector of RFC 8291', async () => {
    const made = await seal(bytesOf(VECTOR.plain), VECTOR, { pair: await senderPair(), salt: fromBase64Url(VECTOR.salt) })
    expect(toBase64Url(made)).toBe(VECTOR.sealed)
  })

  it('[N1] is opened by its device alone, and is another each time', async () => {
    const [device, other] = [await FakeDevice.make(), await FakeDevice.make()]
    const [first, second] = [
      await seal(bytesOf('一样'), device.keys, await fresh()),
      await seal(bytesOf('一样'), device.keys, await fresh()),
    ]
    expect(await device.open(first)).toBe('一样')
    expect(await device.open(second)).toBe('一样')
    expect(toBase64Url(first)).not.toBe(toBase64Url(second))
    await expect(other.open(first)).rejects.toThrow()
  })

  it('[N1] names its sender by a token for that push service, half a day long, that its key has signed', async () => {
    const keys = await makePushKeys()
    const header = await vapidHeader('https://push.example.com/send/abc?x=1', 'https://desk.example', keys, 1_700_000_000_000)
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? []
    const [head = '', claims = '', signature = ''] = token.split('.')
    const read = (part: string): unknown => JSON.parse(new TextDecoder().decode(fromBase64Url(part)))
    expect(read(head)).toEqual({ typ: 'JWT', alg: 'ES256' })
    expect(read(claims)).toEqual({ aud: 'https://push.example.com', exp: 1_700_000_000 + 12 * 3600, sub: 'https://desk.example' })
    expect(key).toBe(keys.publicKey)
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const publicKey = await crypto.subtle.importKey('raw', fromBase64Url(key), algorithm, false, ['verify'])
    const verify = (text: string) =>
      crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, fromBase64Url(signature), bytesOf(text))
    expect(await verify(`${head}.${claims}`)).toBe(true)
    expect(await verify(`${head}.${claims}x`)).toBe(false)
  })

  it('[N1] is replaced by what is of the same matter, under a name that tells nothing', async () => {
    const topic = await topicOf('answered c_1')
    expect(topic).toMatch(/^[\w-]{32}$/)
    expect(await topicOf('answered c_1')).toBe(topic)
    expect(await topicOf('answered c_2')).not.toBe(topic)
  })
})
