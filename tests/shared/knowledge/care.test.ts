import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { Article } from '../../../shared/knowledge/article.ts'
import { mergeInto, nearPairs, pairOf } from '../../../shared/knowledge/duplicates.ts'
import { lint, wordsToMind } from '../../../shared/knowledge/lint.ts'
import { dueCount, monthsAfter, remindersOf } from '../../../shared/knowledge/reminders.ts'
import { differences } from '../../../shared/language/differences.ts'
import { tokenise } from '../../../shared/language/tokenise.ts'

const article = (id: string, question: string, more: Partial<Article> = {}): Article => ({
  id,
  category: '售后',
  question,
  phrasings: [],
  answer: '收到货七天内可以退，请在订单里点申请售后，选退货退款，按提示寄回。',
  source: { title: '服务规则', section: '' },
  updated: '2026-11-01',
  related: [],
  ...more,
})
const one = article('return', '怎么申请退货退款', { phrasings: ['退货怎么弄', '我要退货'], intents: ['return-goods'], related: ['refund'] })
const other = article('return-again', '怎样申请退货退款', {
  phrasings: ['请问，我要退货！', '东西能退吗'],
  intents: ['refund-progress'],
  related: ['return'],
})
const refund = article('refund', '退款多久到账', { answer: '一般三个工作日到账。', related: ['return-again', 'return'] })
const all = [one, other, refund]

describe('pairs that say the same', () => {
  it('[K39] are told once each, and not those that only ask or only answer alike', () => {
    expect(nearPairs(all).map(([first, second]) => pairOf(first.id, second.id))).toEqual(['return return-again'])
    expect(nearPairs([one, { ...other, answer: '不可以退。' }])).toEqual([])
    expect(nearPairs([one, { ...other, question: '退货要多少天' }])).toEqual([])
    expect(pairOf('b', 'a')).toBe(pairOf('a', 'b'))
  })

  it('[K39] are those that comparing each with each would find', () => {
    const some = Array.from({ length: 150 }, (_, at) =>
      article(`a${at}`, `第${at % 40}号商品的${at % 3 === 0 ? '运费' : '退货'}怎么办`, {
        answer: `第${at % 11}号：${at % 7}天，${at % 5}元。`,
      }),
    )
    const share = (first: string, second: string) => {
      const [left, right] = [new Set(tokenise(first)), new Set(tokenise(second))]
      return (2 * [...left].filter((token) => right.has(token)).length) / (left.size + right.size)
    }
    const slowly = some.flatMap((second, later) =>
      some.slice(0, later).flatMap((first) => {
        const isSame = share(first.question, second.question) >= 0.78 && share(first.answer, second.answer) >= 0.6
        return isSame ? [pairOf(first.id, second.id)] : []
      }),
    )
    expect(slowly.length).toBeGreaterThan(20)
    expect(nearPairs(some).map(([first, second]) => pairOf(first.id, second.id))).toEqual(slowly)
  })

  it('[K39] become one that is found and pointed at as both were', () => {
    const changes = mergeInto(all, one, other)
    expect(changes.map(({ id, piece }) => [id, piece === null])).toEqual([
      ['return', false],
      ['return-again', true],
      ['refund', false],
    ])
    expect(changes[0]?.piece).toEqual({
      ...one,
      phrasings: ['退货怎么弄', '我要退货', '怎样申请退货退款', '东西能退吗'],
      intents: ['return-goods', 'refund-progress'],
      related: ['refund'],
    })
    expect(changes[2]?.piece?.related).toEqual(['return'])
    expect(changes.every(({ piece }) => piece === null || is(Article, piece))).toBe(true)
  })

  it('[K39] merge into an article that is still one, however much both hold', () => {
    const many = (from: number) => Array.from({ length: 40 }, (_, at) => `第 ${from + at} 种说法`)
    const [merged] = mergeInto(all, { ...one, phrasings: many(0) }, { ...other, phrasings: many(40) })
    expect(merged?.piece && is(Article, merged.piece)).toBe(true)
    expect(merged?.piece?.phrasings.slice(0, 40)).toEqual(many(0))
  })

  it('[K39] are told of no more where both are wanted', () => {
    const codes = (apart: string[]) =>
      lint(all, { today: '2026-11-21', placeholders: [], watch: { apart, words: [] } }).map(({ code }) => code)
    expect(codes([])).toContain('near-duplicate')
    expect(codes([pairOf('return', 'return-again')])).not.toContain('near-duplicate')
  })
})

describe('where two texts differ', () => {
  it.each([
    ['七天内可退', '十五天内可以退'],
    ['Return it within 7 days.', 'Return them within 15 days, please.'],
    ['', '都是新的'],
    ['一样', '一样'],
  ])('[K39] is told so that both can be read from it: %s', (first, second) => {
    const stretches = differences(first, second)
    const read = (without: string) => stretches.flatMap((each) => (each.in === without ? [] : [each.text])).join('')
    expect([read('second'), read('first')]).toEqual([first, second])
    expect(stretches.some(({ in: where }) => where !== 'both')).toBe(first !== second)
  })

  it('[K39] marks no more than what is other, and copes with what is long', () => {
    expect(differences('七天内可退', '七天内可以退')).toEqual([
      { text: '七天内可', in: 'both' },
      { text: '以', in: 'second' },
      { text: '退', in: 'both' },
    ])
    const long = Array.from({ length: 3000 }, (_, at) => String.fromCharCode(0x4e00 + at)).join('')
    expect(differences(`${long}甲`, `乙${long}`).length).toBeLessThan(4)
  })
})

describe('what is due', () => {
  const dated = (until: string) => ({ valid: { from: null, until }, owner: '李娜' })
  const articles = [
    article('ended', '一', dated('2026-11-20')),
    article('today', '二', dated('2026-11-21')),
    article('soon', '三', dated('2026-12-21')),
    article('later', '四', dated('2026-12-22')),
    article('old', '五', { updated: '2025-11-20', owner: '李娜' }),
    article('year', '六', { updated: '2025-11-21', owner: '李娜' }),
    article('nobody', '七'),
  ]

  it('[K39] is told by its day, what is longest overdue first', () => {
    expect(remindersOf(articles, '2026-11-21').map(({ article: { id }, code, day }) => `${id} ${code} ${day}`.trim())).toEqual([
      'ended ended 2026-11-20',
      'old not-checked 2026-11-20',
      'today ends-soon 2026-11-21',
      'soon ends-soon 2026-12-21',
      'nobody no-owner',
    ])
    expect(dueCount(articles, '2026-11-21')).toBe(4)
    expect(remindersOf(articles, '2026-11-21', 24).some(({ code }) => code === 'not-checked')).toBe(false)
  })

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-11-21', 12, '2027-11-21'],
    ['2026-08-31', 6, '2027-02-28'],
  ])('[K39] some months after %s there is such a day', (day, months, after) => {
    expect(monthsAfter(day, months)).toBe(after)
  })
})

describe('words to look out for', () => {
  it('[K39] are found in any width and case, each once', () => {
    const told = { question: '能用ＶＩＰ卡吗', answer: '全网最低，VIP 卡可用。', spoken: '' }
    expect(wordsToMind(told, ['vip', '返现'])).toEqual(['全网最低', 'vip'])
    expect(
      lint([article('vip', told.question)], { today: '2026-11-21', placeholders: [], watch: { apart: [], words: ['Vip'] } }),
    ).toContainEqual({
      article: 'vip',
      code: 'sensitive-word',
      detail: 'Vip',
    })
  })
})
