import { describe, expect, it } from 'vitest'
import type { CommandId } from '../../../shared/base/ids.ts'
import { is } from '../../../shared/base/schema.ts'
import { mask } from '../../../shared/language/mask.ts'
import { Correction, withCorrections, withoutPersonalData } from '../../../shared/understanding/correction.ts'
import type { Anger } from '../../../shared/understanding/labels.ts'
import { overall } from '../../../shared/understanding/overall.ts'
import type { Reading } from '../../../shared/understanding/reading.ts'

const read = (intent: string, anger: Anger = 0): Reading => ({
  intent,
  score: 0.6,
  candidates: [],
  mood: anger > 0 ? 'negative' : 'neutral',
  anger,
  urgency: 'normal',
  model: 'test',
})
const correction: Correction = {
  message: 'm_'.padEnd(28, '1') as CommandId,
  text: '我的电话是13912345670',
  before: '住址文三路12号海棠小区3栋502室',
  read: { intent: 'track-shipment', score: 0.4, mood: 'neutral', anger: 0 },
  intent: 'urge-shipment',
  mood: null,
}

describe('[U13] a correction', () => {
  it('[U13] names an intent of the vocabulary, of the desk’s own, or none of them', () => {
    for (const intent of ['invoice', 'own-testdrive', 'out-of-scope', null]) expect(is(Correction, { ...correction, intent })).toBe(true)
    for (const intent of ['', 'no-such-intent', 'own-']) expect(is(Correction, { ...correction, intent })).toBe(false)
  })

  it('[U13] holds nothing personal', () => {
    const safe = withoutPersonalData(correction, mask)
    expect(safe).toMatchObject({ text: '我的电话是***5670', intent: 'urge-shipment' })
    expect(safe.before).not.toMatch(/文三路|海棠|502/)
  })

  it('[U13] stands above all models, and a mood that is told ends the anger before it', () => {
    const texts = ['退款', '太气人了', '没事']
    const readings = [read('refund-progress'), read('complaint', 3), read('affirm')]
    expect(overall(withCorrections(readings, texts, new Map()))).toMatchObject({ intent: 'complaint', anger: 3, urgency: 'urgent' })
    const corrected = overall(
      withCorrections(
        readings,
        texts,
        new Map([
          [1, { intent: 'return-goods' }],
          [2, { mood: 'neutral' as const }],
        ]),
      ),
    )
    expect(corrected).toMatchObject({ intent: 'return-goods', score: 1, mood: 'neutral', anger: 0, urgency: 'normal' })
    expect(overall(withCorrections(readings, texts, new Map([[2, { mood: 'negative' as const }]])))).toMatchObject({
      mood: 'negative',
      anger: 1,
    })
  })
})
