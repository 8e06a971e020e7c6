import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { Articles } from '../../../shared/knowledge/article.ts'
import { buildIndex, search } from '../../../shared/knowledge/index.ts'
import { relatedTo, retrieve } from '../../../shared/knowledge/retrieve.ts'
import { ARTICLES, VAGUE } from '../../support/articles.ts'
import { at } from '../../support/ids.ts'

const index = buildIndex(ARTICLES)
const bestOf = (question: string) => search(index, question)[0]?.article.id ?? null

describe('search', () => {
  it('[K5] the articles of the tests are articles', () => {
    expect(is(Articles, ARTICLES)).toBe(true)
  })

  it.each([
    ['收到货后多久可以退货', 'return-window'],
    ['几天内可以退', 'return-window'],
    ['退货的运费谁出', 'return-cost'],
    ['我要开电子发票', 'invoice'],
    ['下单以后几天发货', 'delivery-time'],
    ['快递到哪里了', 'delivery-where'],
    ['ＷＨＥＲＥ is my order??', 'track-order'],
    ['tracking packages', 'track-order'],
    ['the shipping address is wrong', 'change-address'],
  ])('[K5] finds for %s the article %s', (question, expected) => {
    expect(bestOf(question)).toBe(expected)
  })

  it.each(ARTICLES.flatMap(({ id, question, phrasings }) => [question, ...phrasings].map((wording) => [wording, id] as const)))(
    '[K5] an article is found by its own wording %s',
    (wording, id) => {
      expect(bestOf(wording)).toBe(id)
      expect(retrieve(index, wording)).toMatchObject({ kind: 'answer', article: { id } })
    },
  )

  it('[K5] scores lie between 0 and 1, best first, one line an article, within the limit', () => {
    for (const question of ['退货', '发货 物流 发票', 'order address', '运费']) {
      const hits = search(index, question, 3)
      expect(hits.length).toBeLessThanOrEqual(3)
      expect(new Set(hits.map((hit) => hit.article.id)).size).toBe(hits.length)
      for (const [place, { score }] of hits.entries()) {
        expect(score).toBeGreaterThan(0)
        expect(score).toBeLessThanOrEqual(1 + 1e-9)
        expect(score).toBeLessThanOrEqual(hits[place - 1]?.score ?? 1 + 1e-9)
      }
    }
  })

  it.each(['', '？？？', '👍', '__proto__', 'constructor toString'])('[K5] finds nothing for %j', (question) => {
    expect(search(index, question)).toEqual([])
  })

  it('[K5] an index of nothing finds nothing', () => {
    expect(search(buildIndex([]), '退货')).toEqual([])
  })

  it('[K5] a question about something else too scores lower', () => {
    const score = (question: string) => search(index, question)[0]?.score ?? 0
    expect(score('怎么开发票')).toBeGreaterThan(score('怎么开发票并且学习弹钢琴'))
  })
})

describe('retrieve', () => {
  it('[K6] answers a clear question', () => {
    expect(retrieve(index, '怎么开发票')).toMatchObject({ kind: 'answer', article: { id: 'invoice' } })
  })

  it('[K6] offers up to three, the best first, where it is not sure', () => {
    const vague = VAGUE.map((question) => retrieve(index, question)).filter((found) => found.kind === 'choices')
    expect(vague.length, 'none of these is vague any more').toBeGreaterThan(0)
    for (const { articles } of vague) {
      expect(articles.length).toBeGreaterThanOrEqual(1)
      expect(articles.length).toBeLessThanOrEqual(3)
      expect(new Set(articles).size).toBe(articles.length)
    }
  })

  it('[K6] asks rather than guesses between two that fit alike', () => {
    const pair = ['a', 'b'].map((id) => ({ ...at(ARTICLES, 2), id, phrasings: [] }))
    const twins = buildIndex([...ARTICLES.toSpliced(2, 1), ...pair])
    const found = ['开票', '发票呢', '票怎么弄', '怎么开票据'].map((question) => retrieve(twins, question))
    expect(found).toContainEqual(expect.objectContaining({ kind: 'choices', articles: pair }))
    expect(found.filter(({ kind }) => kind === 'answer')).toEqual([])
  })

  it.each(['今天天气怎么样', '你会写诗吗', 'tell me a joke about penguins', '', '👍'])('[K6] does not know %j', (question) => {
    expect(retrieve(index, question).kind).toBe('unknown')
  })

  it('[K6] gives a confidence of two decimals within 0 and 1', () => {
    for (const question of ['退货', '怎么开发票', '天气', 'address']) {
      const { confidence } = retrieve(index, question)
      expect(confidence).toBe(Math.round(confidence * 100) / 100)
      expect(confidence >= 0 && confidence <= 1).toBe(true)
    }
  })
})

describe('relatedTo', () => {
  it('[K6] names the related first, then the nearest, never itself nor what is gone', () => {
    const related = relatedTo(index, at(ARTICLES, 0)).map((article) => article.id)
    expect(related[0]).toBe('return-cost')
    expect(related).not.toContain('return-window')
    expect(related).not.toContain('gone')
    expect(related.length).toBeLessThanOrEqual(3)
    expect(new Set(related).size).toBe(related.length)
  })
})
