import { describe, expect, it } from 'vitest'
import type { Article } from '../../../shared/knowledge/article.ts'
import { buildIndex, search } from '../../../shared/knowledge/index.ts'
import type { Aids } from '../../../shared/knowledge/lift.ts'
import { match } from '../../../shared/knowledge/match.ts'
import { repair } from '../../../shared/knowledge/repair.ts'
import { retrieve, surenessOf } from '../../../shared/knowledge/retrieve.ts'
import { readSounds } from '../../../shared/language/sounds.ts'
import { ARTICLES } from '../../support/articles.ts'

function article(id: string, question: string, phrasings: string[], more: Partial<Article> = {}): Article {
  const source = { title: '服务手册', section: '' }
  return { id, category: '测试', question, phrasings, answer: '详见订单页。', source, updated: '2026-01-15', related: [], ...more }
}

const SHOP: Article[] = [
  article('return-goods', '怎么退货', ['东西不喜欢想退', '退货流程'], { related: ['return-freight'], intents: ['return-goods'] }),
  article('return-freight', '退货运费谁出', ['退回去的邮费谁掏'], { intents: ['shipping-fee'] }),
  article('ship-fee', '寄过来的运费怎么算', ['满多少包邮', '偏远地区运费'], { category: '配送' }),
  article('refund-time', '退款多久到账', ['退款几天到', '退的钱没到'], { intents: ['refund-progress'] }),
  article('coupon', '优惠券用不了', ['券为什么不能用'], { category: '优惠' }),
  article('track', '怎么查物流', ['包裹到哪了', '物流好几天没动'], { category: '配送' }),
  article('invoice', '怎么开发票', ['开电子发票'], { category: '发票' }),
  article('password', 'How do I reset my password?', ['forgot password'], { category: 'Account' }),
  article('delivery', 'When will my delivery arrive?', ['delivery time'], { category: 'Shipping' }),
]
const sounds = readSounds()
const index = buildIndex(SHOP, sounds)
const deaf = buildIndex(SHOP)
const best = (question: string, aids: Aids = {}) => search(index, question, 1, aids)[0]?.article.id ?? null

describe('typed by ear', () => {
  it.each([
    ['退宽几天到账', '退款几天到账'],
    ['推货运费', '退货运费'],
    ['优会券用不了', '优惠券用不了'],
    ['屋流好几天没动', '物流好几天没动'],
    ['发飘', '发票'],
    ['wuliu daonale', '物流到哪了'],
    ['tuihuo yunfei', '退货运费'],
    ['怎么kaifapiao', '怎么开发票'],
    ['pasword', 'password'],
    ['dilivery', 'deliver'],
  ])('[K14] reads %s as %s', (typed, meant) => {
    expect(repair(typed, index.heard)).toBe(meant)
  })

  it.each(['退货运费谁出', '包裹到哪了', 'forgot password', 'delivery', '天', '👍', '', 'qwrtp', 'how'])(
    '[K14] leaves %j as it is',
    (typed) => {
      expect(repair(typed, index.heard)).toBe(typed)
    },
  )

  it.each([
    ['退宽多久', 'refund-time'],
    ['推货运费谁出', 'return-freight'],
    ['wuliu', 'track'],
    ['fapiao zenme kai', 'invoice'],
    ['reset my pasword', 'password'],
  ])('[K14] finds for %s the article %s', (typed, id) => {
    expect(best(typed)).toBe(id)
  })

  it('[K14] does without the table of sounds, and hears nothing then', () => {
    expect(search(deaf, 'wuliu daonale')).toEqual([])
    expect(search(deaf, '怎么查物流')[0]?.article.id).toBe('track')
    expect(repair('退宽', deaf.heard)).toBe('退宽')
  })

  it('[K14] takes a text of 50,000 characters in linear time', () => {
    for (const typed of ['退宽'.repeat(25_000), 'tuihuo'.repeat(8_000), 'pasword '.repeat(6_000)])
      expect(search(index, typed, 3).length).toBeLessThanOrEqual(3)
  }, 5_000)
})

describe('what went before', () => {
  const before = { article: 'return-goods', question: '怎么退货' }

  it.each([
    ['那运费呢？', 'return-freight'],
    ['运费', 'return-freight'],
    ['那多久到账', 'refund-time'],
    ['那发票呢', 'invoice'],
  ])('[K15] finds for %s after the returning of goods the article %s', (question, id) => {
    expect(best(question, { before })).toBe(id)
  })

  it('[K15] finds another article for the same words after another answer', () => {
    expect(best('那运费呢？', { before: { article: 'track', question: '包裹到哪了' } })).not.toBe('return-freight')
  })

  it.each(['寄过来的运费怎么算', '怎么开发票', '优惠券为什么用不了呀请问', 'How do I reset my password?'])(
    '[K15] finds for %s what it finds without anything before',
    (question) => {
      expect(search(index, question, 8, { before })).toEqual(search(index, question))
    },
  )

  it('[K15] leans on the words of before alone, too', () => {
    const scoreOf = (id: string, aids: Aids) => search(index, '那多久呢', 9, aids).find(({ article }) => article.id === id)?.score ?? 0
    expect(scoreOf('refund-time', { before: { question: '退款' } })).toBeGreaterThan(scoreOf('track', { before: { question: '退款' } }))
    expect(scoreOf('track', { before: { question: '物流' } })).toBeGreaterThan(scoreOf('track', {}))
  })

  it('[K15] says the same again less readily, and what belongs to it more', () => {
    const found = (aids: Aids) => new Map(search(index, '那退货运费呢', 9, { ...aids, why: true }).map((hit) => [hit.article.id, hit]))
    const [after, alone] = [found({ before }), found({})]
    expect(after.get('return-goods')?.score).toBeLessThan(alone.get('return-goods')?.score ?? 0)
    const nearness = ['return-freight', 'refund-time', 'ship-fee', 'return-goods'].map((id) => after.get(id)?.why?.parts.context)
    expect(nearness).toEqual([1, 0.5, 0, 0])
    expect(alone.get('return-freight')?.why?.parts.context).toBe(0)
  })

  it('[K15] takes nothing from an article that is gone, nor from nothing', () => {
    expect(search(index, '那运费呢？', 8, { before: { article: 'gone' } })).toEqual(search(index, '那运费呢？'))
    expect(search(index, '那运费呢？', 8, { before: {} })).toEqual(search(index, '那运费呢？'))
  })
})

describe('what lifts', () => {
  const vector = (...numbers: number[]) => Float32Array.from(numbers)

  it.each([
    ['券 coupon', 'coupon'],
    ['快件走到什么地方', 'track'],
    ['口令想不起来', 'password'],
  ])('[K16] finds for %s, in other words for the same thing, the article %s', (question, id) => {
    expect(best(question)).toBe(id)
  })

  it('[K16] lets an intent decide between two that fit alike', () => {
    const twins = buildIndex(['a', 'b'].map((id) => article(id, '怎么弄好', [], { intents: [`do-${id}`] })))
    const first = (intent: string) => search(twins, '弄好', 2, { intents: [{ intent, score: 0.8 }] })[0]?.article.id
    expect([first('do-a'), first('do-b')]).toEqual(['a', 'b'])
  })

  it('[K16] finds by vectors what shares no word, and passes over wordings without one', () => {
    const wordings = new Map([
      ['怎么开发票', vector(1, 0)],
      ['怎么查物流', vector(0, 1)],
    ])
    const aids = { vectors: { question: vector(0.96, 0.28), wordings } }
    expect(best('xyzzy', aids)).toBe('invoice')
    expect(search(index, 'xyzzy')).toEqual([])
  })

  it('[K16] is surer of an article that vectors name too, and less sure where they name another', () => {
    const wordings = new Map([
      ['怎么开发票', vector(1, 0)],
      ['怎么查物流', vector(0, 1)],
    ])
    const sure = (question: Float32Array) => surenessOf(match(index, '发票怎么开呢', { vectors: { question, wordings } }, 3)).first
    expect(sure(vector(1, 0))).toBeGreaterThan(sure(vector(0.71, 0.7)))
    expect(sure(vector(0.71, 0.7))).toBeGreaterThan(sure(vector(0, 1)))
  })

  it('[K16] leaves scores between 0 and 1, best first', () => {
    const wordings = new Map(SHOP.map(({ question }, at) => [question, vector(Math.cos(at), Math.sin(at))]))
    const aids: Aids = {
      before: { article: 'return-goods', question: '怎么退货' },
      intents: [{ intent: 'return-goods', score: 1 }],
      vectors: { question: vector(1, 0), wordings },
    }
    for (const question of ['怎么退货', '那运费呢', '发票', 'password', '?']) {
      const scores = search(index, question, 20, aids).map(({ score }) => score)
      expect(scores).toEqual(scores.toSorted((one, other) => other - one))
      for (const score of scores) expect(score > 0 && score <= 1).toBe(true)
      const { confidence } = retrieve(index, question, aids)
      expect(confidence >= 0 && confidence <= 1).toBe(true)
    }
  })

  it('[K16] tells why an article was found, where it is asked for', () => {
    const [hit] = search(index, '退宽几天到', 1, { why: true })
    expect(hit?.why).toMatchObject({ read: '退款几天到', wording: '退款几天到', parts: { vectors: 0, intent: 0, context: 0 } })
    const { tokens = [], parts } = hit?.why ?? {}
    expect(tokens.map(({ text }) => text)).toEqual(expect.arrayContaining(['退款', '款', '几天']))
    expect(tokens.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(parts?.words ?? 0, 5)
    expect(search(index, '退款几天到', 1)[0]).not.toHaveProperty('why')
  })
})

describe('[K6] being sure', () => {
  it('[K6] gives the very words of a wording as the answer, and the highest score', () => {
    for (const own of [index, deaf, buildIndex(ARTICLES, sounds)])
      for (const { id, question, phrasings } of own.articles)
        for (const wording of [question, ...phrasings]) {
          expect(retrieve(own, wording)).toMatchObject({ kind: 'answer', article: { id } })
          expect(search(own, wording, 1)[0]?.score).toBeCloseTo(1, 5)
        }
  })

  it('[K6] is never surer than a toss of two that fit alike', () => {
    const twins = buildIndex(['a', 'b'].map((id) => article(id, '怎么查物流', [])))
    expect(retrieve(twins, '怎么查物流').confidence).toBeLessThanOrEqual(0.5)
  })
})
