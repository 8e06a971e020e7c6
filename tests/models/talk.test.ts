import { describe, expect, it } from 'vitest'
import { shippedTalkReader } from '../../models/eval/shipped.ts'
import { LABELS } from '../../models/runtime/shares.ts'
import { readTalk, type TextReader } from '../../models/runtime/talk.ts'
import { ANGER, MOODS } from '../../shared/understanding/labels.ts'

interface Told {
  intents: Record<string, number>
  mood?: [number, number, number]
  anger?: [number, number, number, number]
}

/** A model that says of texts what it was told to, and of others that they are nothing of ours. */
function reads(told: Record<string, Told>): TextReader {
  return {
    shares: (text) => {
      const { intents, mood = [0.1, 0.8, 0.1], anger = [1, 0, 0, 0] } = told[text] ?? { intents: { 'out-of-scope': 1 } }
      return {
        intents: LABELS,
        intent: Float32Array.from(LABELS, (label) => intents[label] ?? 0),
        mood: Float32Array.from(MOODS, (_, at) => mood[at] ?? 0),
        anger: Float32Array.from(ANGER, (_, at) => anger[at] ?? 0),
      }
    },
    presses: (text) => text.includes('now'),
  }
}

const TOLD: Record<string, Told> = {
  shoes: { intents: { 'exchange-goods': 0.9, greeting: 0.1 } },
  number: { intents: { 'order-details': 0.5, 'out-of-scope': 0.5 } },
  refund: { intents: { 'return-goods': 0.9, 'exchange-goods': 0.1 } },
  person: { intents: { 'request-person': 1 } },
  mumble: { intents: { 'out-of-scope': 0.9, repair: 0.1 } },
  move: { intents: { 'broadband-install': 0.6, 'change-address': 0.4 } },
  loud: { intents: { stock: 0.9 }, mood: [0.45, 0.3, 0.25], anger: [0, 0.4, 0.6, 0] },
  cross: { intents: { stock: 0.9 }, mood: [0.9, 0.1, 0], anger: [0, 0.2, 0.7, 0.1] },
}

describe('[U15] all that a customer said as one matter', () => {
  const talk = (...texts: string[]) => readTalk(texts, 'e-commerce', reads(TOLD))

  it('[U15] is what was told, whatever details follow', () => {
    expect(talk('shoes', 'number')).toMatchObject({ intent: 'exchange-goods', at: 0 })
    expect(talk('number', 'shoes')).toMatchObject({ intent: 'exchange-goods', at: 1 })
  })

  it('[U15] is read without the wish for a person that stands beside it, and not without that which stands alone', () => {
    expect(talk('refund, find me a person')).toMatchObject({ intent: 'return-goods', at: 0 })
    expect(shippedTalkReader().talk(['退款一直没到账，转人工'], 'e-commerce')?.intent).toBe('refund-progress')
    expect(shippedTalkReader().talk(['转人工'], 'e-commerce')?.intent).toBe('request-person')
  })

  it('[U15] is not guessed from a number or a nod', () => {
    const reader = shippedTalkReader()
    for (const text of ['13900000000', '嗯', '2026-11-20', 'k', '？'])
      expect(reader.talk([text], 'e-commerce'), text).toMatchObject({ intent: null })
    expect(reader.talk(['我要退货', '13900000000'], 'e-commerce')?.intent).toBe('return-goods')
  })

  it('[U15] is the later of two', () => {
    expect(talk('shoes', 'refund')).toMatchObject({ intent: 'return-goods', at: 1 })
    expect(talk('refund', 'shoes')).toMatchObject({ intent: 'exchange-goods', at: 1 })
  })

  it('[U15] is what a person is asked for about, and that one is asked for where nothing else was told', () => {
    expect(talk('refund', 'person')).toMatchObject({ intent: 'return-goods', at: 0 })
    expect(talk('mumble', 'person')).toMatchObject({ intent: 'request-person', at: 1 })
  })

  it('[U15] is nothing that a customer of the industry cannot want', () => {
    expect(talk('move')?.intent).toBe('change-address')
    expect(readTalk(['move'], 'telecom', reads(TOLD))?.intent).toBe('broadband-install')
  })

  it('[U15] has no name where nothing was clear, and is null where nothing was said', () => {
    expect(talk('mumble')).toMatchObject({ intent: null, score: 0 })
    expect(talk()).toBeNull()
  })

  it('[U15] is angry where that is likely', () => {
    expect(talk('loud')).toMatchObject({ anger: 1, mood: 'negative' })
    expect(talk('cross')).toMatchObject({ anger: 2, mood: 'negative', urgency: 'normal' })
  })

  it('[U15] presses where its last words do', () => {
    expect(talk('refund', 'now')).toMatchObject({ intent: 'return-goods', urgency: 'high' })
    expect(talk('now', 'mumble', 'mumble', 'refund')).toMatchObject({ urgency: 'normal' })
  })

  it('[U15] forgets what was said long ago', () => {
    expect(talk('refund', ...Array.from({ length: 12 }, () => 'mumble'))?.intent).toBeNull()
  })
})

it.each([
  ['e-commerce', ['你好', '鞋子想换大一码', '订单号 E2611180042'], 'exchange-goods'],
  ['telecom', ['宽带断了', '帮我转人工'], 'broadband-fault'],
  ['finance', ['my card is gone, please block it', 'it ends in 4471'], 'card-loss'],
] as const)('[U15] what is at the edge reads a talk of %s', (industry, texts, intent) => {
  expect(shippedTalkReader().talk(texts, industry)?.intent).toBe(intent)
})
