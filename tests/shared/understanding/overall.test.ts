import { describe, expect, it } from 'vitest'
import { overall } from '../../../shared/understanding/overall.ts'
import type { Reading } from '../../../shared/understanding/reading.ts'

const read = (intent: string, rest: Partial<Reading> = {}): Reading => ({
  intent,
  score: 0.9,
  candidates: [{ intent, score: 0.9 }],
  mood: 'neutral',
  anger: 0,
  urgency: 'normal',
  model: 'a fake reading',
  ...rest,
})

describe('[U11] a conversation as a whole', () => {
  it('[U11] is about the last thing that was asked for, whatever thanks follow', () => {
    expect(overall([read('track-shipment'), read('return-goods'), read('thanks'), read('affirm')])?.intent).toBe('return-goods')
    expect(overall([read('return-goods'), read('request-person')])).toMatchObject({ intent: 'return-goods', at: 0 })
    expect(overall([read('greeting'), read('request-person')])?.intent).toBe('request-person')
    expect(overall([read('greeting')])?.intent).toBeNull()
    expect(overall([])).toBeNull()
  })

  it('[U11] stays angry for a few messages, and no longer', () => {
    const angry = read('complaint', { mood: 'negative', anger: 3, urgency: 'urgent' })
    expect(overall([angry, read('affirm')])).toMatchObject({ mood: 'negative', anger: 3, urgency: 'urgent' })
    expect(overall([angry, read('affirm'), read('order-details'), read('thanks', { mood: 'positive' })])).toMatchObject({
      mood: 'positive',
      anger: 0,
    })
  })

  it('[U11] is as urgent as its matter, also when small words follow', () => {
    const later = [read('thanks', { urgency: 'low' }), read('affirm', { urgency: 'low' }), read('affirm', { urgency: 'low' })]
    expect(overall([read('card-loss', { urgency: 'urgent' }), ...later])?.urgency).toBe('urgent')
  })
})
