import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { intentsPage } from '../../../scripts/intents-page.ts'
import { INTENTS, intentOf, intentsOf, OUT_OF_SCOPE } from '../../../shared/understanding/labels.ts'
import { urgencyOf } from '../../../shared/understanding/reading.ts'

describe('[U1] the one vocabulary', () => {
  it('[U1] has 60 to 80 intents, each with an id, names and a definition of its own', () => {
    expect(INTENTS.length).toBeGreaterThanOrEqual(60)
    expect(INTENTS.length).toBeLessThanOrEqual(80)
    for (const of of ['id', 'zh', 'en'] as const) expect(new Set(INTENTS.map((intent) => intent[of])).size).toBe(INTENTS.length)
    for (const { means } of INTENTS) expect([means.zh, means.en]).not.toContain('')
  })

  it('[U1] names as neighbours only intents that there are, never an intent itself', () => {
    for (const { id, not } of INTENTS)
      for (const other of not) {
        expect(other).not.toBe(id)
        expect(other === OUT_OF_SCOPE || intentOf(other), `${id} is not ${other}`).toBeTruthy()
      }
  })

  it('[U1] gives every industry what is common and what is its own', () => {
    expect(intentsOf('e-commerce').map(({ id }) => id)).toEqual(expect.arrayContaining(['request-person', 'track-shipment']))
    expect(intentsOf('telecom').map(({ id }) => id)).not.toContain('track-shipment')
  })
})

describe('[U2] urgency', () => {
  it.each([
    ['track-shipment', 0, '我的货到哪了', 'normal'],
    ['track-shipment', 0, '我的货到哪了，急用', 'high'],
    ['track-shipment', 3, '马上给我查', 'urgent'],
    ['card-loss', 3, '赶紧', 'urgent'],
    ['product-details', 0, '今天必须定下来，等不了了', 'normal'],
    ['product-details', 0, '不急，什么时候回都行', 'low'],
    ['product-details', 0, "I can't wait to try it", 'low'],
    ['product-details', 0, "I can't wait any longer", 'normal'],
    ['product-details', 0, '充电的时候打火花', 'urgent'],
    ['out-of-scope', 0, 'we are trapped inside the lift', 'urgent'],
    ['product-details', 0, '手机中毒了怎么办', 'low'],
    ['thanks', 0, '谢谢，马上就好', 'low'],
    ['a-desk-s-own', 0, '什么', 'normal'],
  ] as const)('[U2] of %s with anger %i, %s: %s', (intent, anger, text, expected) => {
    expect(urgencyOf(intent, anger, text)).toBe(expected)
  })
})

it('[U1] the page that prints it is up to date', () => {
  expect(readFileSync('docs/intents.md', 'utf8')).toBe(intentsPage())
})
