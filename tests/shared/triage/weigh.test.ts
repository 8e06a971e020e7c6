import { describe, expect, it } from 'vitest'
import { shippedTalkReader } from '../../../models/eval/shipped.ts'
import { parse } from '../../../shared/base/schema.ts'
import { complexityOf, signalsIn } from '../../../shared/triage/complexity.ts'
import { STRANGER } from '../../../shared/triage/customer.ts'
import { Facts } from '../../../shared/triage/facts.ts'
import { complexityIn, factsOf, type Told } from '../../../shared/triage/weigh.ts'

const edge = shippedTalkReader()

const told = (texts: string[], more: Partial<Told> = {}): Told => ({
  wish: 'talk',
  standing: STRANGER,
  language: 'zh-CN',
  texts,
  read: edge.talk(texts, 'e-commerce'),
  readings: texts.map((text, at) => edge.read(text, texts[at - 1] ?? null)),
  flow: null,
  rows: 0,
  unanswered: texts.length,
  left: 0,
  misses: 0,
  ...more,
})

const NOTHING = { matters: 0, turns: 0, facts: 0, length: 0, money: 0, others: 0, legal: 0, left: 0, misses: 0 }

describe('[R6] how hard a matter looks', () => {
  it('[R6] is the sum of its parts, at most a hundred, and tells them', () => {
    expect(complexityOf(NOTHING)).toEqual({ score: 0, parts: [] })
    const { score, parts } = complexityOf({ ...NOTHING, legal: 1, misses: 2, facts: 1 })
    expect(parts).toEqual([
      { signal: 'legal', count: 1, points: 25 },
      { signal: 'misses', count: 2, points: 20 },
      { signal: 'facts', count: 1, points: 3 },
    ])
    expect(score).toBe(48)
    const much = complexityOf({ matters: 9, turns: 9, facts: 9, length: 99, money: 9, others: 9, legal: 9, left: 9, misses: 9 })
    expect(much.score).toBe(100)
  })

  it('[R6] counts what texts name, once each', () => {
    expect(signalsIn(['订单 E20261120007 扣了 ¥299，又扣 299 元', '律师说可以去法院，律师！', '是我妈买的'])).toMatchObject({
      facts: 1,
      money: 2,
      legal: 2,
      others: 1,
    })
    expect(signalsIn(['怎么退货'])).toEqual({ facts: 0, length: 0, money: 0, others: 0, legal: 0 })
  })

  it('[R6] counts who says something else than the first who does', () => {
    expect(signalsIn(['快递说是厂家的事']).others).toBe(0)
    expect(signalsIn(['快递说是厂家的事，厂家说找物业，物业不认']).others).toBe(2)
    expect(signalsIn(['the carrier says the shop, the shop says the insurer']).others).toBeGreaterThanOrEqual(1)
    expect(signalsIn(['我说过了，短信说今天到，再说吧']).others).toBe(0)
  })

  it('[R6] is low for a plain question and high for a tangled one', () => {
    const tangled = [
      '我妈 11 月 3 号在你们这买的保险，扣了 1200 元，说好能退，现在又说不能退',
      '中间你们又从卡里扣了 300 元，发票也开错了抬头',
      '我已经问过律师了，不处理我就去消协投诉，合同写得清清楚楚',
    ]
    expect(complexityIn(told(['怎么退货'])).score).toBeLessThan(20)
    expect(complexityIn(told(tangled)).score).toBeGreaterThanOrEqual(70)
  })
})

describe('[R7] what the facts are', () => {
  it('[R7] what was read at the edge, with how the customer stands', () => {
    const standing = { ...STRANGER, tier: 'vip', openTickets: 2, dissatisfied: true } as const
    const facts = factsOf(told(['你们怎么回事，催了三次都没人管，我要投诉！'], { standing, wish: 'person' }))
    expect(facts).toMatchObject({ wish: 'person', tier: 'vip', type: 'complaint', mood: 'negative', openTickets: 2, dissatisfied: true })
    expect(facts.anger).toBeGreaterThanOrEqual(1)
    expect(parse(Facts, facts).ok).toBe(true)
  })

  it('[R7] all that was said tells together, and a flow where it is not clear', () => {
    const flow = { intents: ['return-goods', 'complaint'] }
    expect(factsOf(told(['你好', '鞋子想换大一码'], { flow })).intent).toBe('exchange-goods')
    expect(factsOf(told(['嗯', '13900000000'], { flow })).intent).toBe('return-goods')
  })

  it('[R7] a request tells by itself what is wanted, whatever was read', () => {
    const facts = factsOf(told(['嗯', '13900000000'], { flow: { intents: ['something-else', 'return-goods'] }, wish: 'request' }))
    expect([facts.intent, facts.type]).toEqual(['return-goods', 'return'])
  })

  it('[R7] a request whose flow is for no known intent is an application; nothing said is nothing', () => {
    expect(factsOf(told([], { flow: { intents: [] }, wish: 'request' }))).toMatchObject({ type: 'application', intent: null })
    expect(factsOf(told([]))).toMatchObject({ type: null, intent: null, mood: 'neutral', anger: 0, urgency: 'low', complexity: 0 })
  })
})
