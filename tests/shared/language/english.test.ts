import { describe, expect, it } from 'vitest'
import { stem } from '../../../shared/language/english.ts'
import { conceptOf, conceptsIn } from '../../../shared/language/synonyms.ts'

describe('stem', () => {
  it.each([
    ['delivery delivered delivers deliver', 'deliver'],
    ['shipping shipped shipment ships ship', 'ship'],
    ['cancelled cancellation cancels cancel', 'cancel'],
    ['batteries battery', 'batter'],
    ['sent sending sends send', 'send'],
    ['paid payment pays pay', 'pay'],
    ['addresses address', 'address'],
    ['sizes size', 'size'],
  ])('[K2] brings %s to %s', (words, base) => {
    expect(new Set(words.split(' ').map(stem))).toEqual(new Set([base]))
  })

  it('[K2] leaves short words and those that end so by nature', () => {
    for (const word of ['is', 'us', 'gas', 'less', 'bus', 'wing', 'need', 'status']) expect(stem(word)).toBe(word)
  })
})

describe('things that are named in English', () => {
  it('[K16] are known in any form, and as phrases that stand alone', () => {
    expect(conceptOf('refunded')).toBe(conceptOf('refund'))
    expect(conceptOf('refund')).toBe([...conceptsIn('退款')][0])
    expect(conceptsIn('give me my money back')).toEqual(conceptsIn('退款'))
    expect(conceptsIn('money backpack').size).toBe(0)
  })
})
