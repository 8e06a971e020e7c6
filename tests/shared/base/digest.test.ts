import { describe, expect, it } from 'vitest'
import { canonical, digest } from '../../../shared/base/digest.ts'

describe('canonical', () => {
  it('[P6] gives one text for values that differ only in the order of keys, however deep', () => {
    const one = { b: [{ y: 1, x: 2 }], a: { d: null, c: 'q' } }
    const other = { a: { c: 'q', d: null }, b: [{ x: 2, y: 1 }] }
    expect(canonical(one)).toBe(canonical(other))
    expect(canonical(one)).toBe('{"a":{"c":"q","d":null},"b":[{"x":2,"y":1}]}')
  })

  it.each([
    ['the order of a list', [1, 2], [2, 1]],
    ['a number and its text', { a: 1 }, { a: '1' }],
    ['null and nothing', { a: null }, {}],
    ['a key that objects inherit', JSON.parse('{"__proto__":1}'), {}],
  ])('[P6] keeps apart %s', (_what, one, other) => {
    expect(canonical(one)).not.toBe(canonical(other))
  })
})

describe('digest', () => {
  it('[P6] stays what it was: receipts written by older versions are compared with it', () => {
    expect(['', 'a', '您好', 'x'.repeat(5000)].map(digest)).toMatchInlineSnapshot(`
      [
        "wvjl67o803",
        "262p94epp1d",
        "15bnzfysx9c",
        "ymivxkut0y",
      ]
    `)
  })

  it('[P6] tells near texts apart', () => {
    const digests = new Set(Array.from({ length: 50_000 }, (_, index) => digest(`message ${index}`)))
    expect(digests.size).toBe(50_000)
  })
})
