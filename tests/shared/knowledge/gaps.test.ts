import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/base/digest.ts'
import { seededRandom, uniform } from '../../../shared/base/random.ts'
import { MOST_GAPS } from '../../../shared/knowledge/gap.ts'
import { type Asked, clusterGaps, isAnswered, nearestTo } from '../../../shared/knowledge/gaps.ts'
import { buildIndex } from '../../../shared/knowledge/index.ts'
import { retrieve } from '../../../shared/knowledge/retrieve.ts'
import { ARTICLES } from '../../support/articles.ts'

const index = buildIndex(ARTICLES)
const gap = (text: string, day = '2026-11-20', why: Asked['why'] = 'unknown') => ({ text, day, why })
const clusters = <Each extends Asked>(gaps: Each[]) => clusterGaps(gaps, index, (text) => nearestTo(index, text))

const ASKED = [
  gap('能不能刻字', '2026-11-03'),
  gap('可以刻字吗', '2026-11-05'),
  gap('可以刻字吗？', '2026-11-19'),
  gap('手表能刻字吗', '2026-11-01', 'unhelpful'),
  gap('支持以旧换新吗'),
  gap('以旧换新怎么弄'),
  gap('老板生日是哪天'),
  gap('Do you ship to Norway?'),
  gap('can you ship it to norway'),
]

describe('[K25] groups of what was asked', () => {
  it('[K25] holds what asks the same, the biggest first, with days and reasons', () => {
    const found = clusters(ASKED)
    expect(found.map(({ gaps }) => gaps.length)).toEqual([4, 2, 2, 1])
    const [first] = found
    expect(first).toMatchObject({ first: '2026-11-01', last: '2026-11-19', counts: { unknown: 3, unhelpful: 1 } })
    expect(first?.question, 'asked most, and likest to the others').toMatch(/^可以刻字吗/)
    expect(first?.wordings.length, 'the same words with other marks are one').toBe(3)
    expect(found.flatMap(({ gaps }) => gaps)).toHaveLength(ASKED.length)
  })

  it('[K25] does not depend on the order in which they came', () => {
    const shown = (gaps: Asked[]) =>
      clusters(gaps).map(({ wordings, first, last, gaps: members, nearest }) => [wordings, first, last, members.length, nearest])
    const random = seededRandom(7)
    const expected = shown(ASKED)
    for (let time = 0; time < 20; time++) {
      const shuffled = ASKED.map((each) => [uniform(random), each] as const).toSorted(([one], [other]) => one - other)
      expect(shown(shuffled.map(([, each]) => each))).toEqual(expected)
    }
  })

  it('[K25] what is surely for one article is one group, however it is put, and names it', () => {
    const found = clusters([gap('东西不想要了能退吗', '2026-11-20', 'unhelpful'), gap('退货期限', '2026-11-20', 'unhelpful'), gap('开票')])
    expect(found.map(({ gaps, nearest }) => [gaps.length, nearest?.article.id])).toEqual([
      [2, 'return-window'],
      [1, 'invoice'],
    ])
  })

  it('[K25] a chain of small likenesses is no group', () => {
    const chain = ['红色毛衣有货吗', '毛衣有货洗涤说明', '洗涤说明安装视频', '安装视频会员等级'].map((text) => gap(text))
    expect(clusters(chain).length).toBeGreaterThan(1)
  })

  it('[K25] nothing, and a text without a word, are borne', () => {
    expect(clusters([])).toEqual([])
    expect(clusters([gap('？？？'), gap('……')])).toHaveLength(2)
    expect(clusterGaps([gap('能刻字吗')], buildIndex([]), () => null)).toMatchObject([{ question: '能刻字吗', nearest: null }])
  })

  it('[K25] as many as are kept are grouped, each in one group', () => {
    const [subjects, ways] = [
      ['刻字', '换新', '安装', '会员', '海外', '礼盒'],
      ['怎么弄', '可以吗', '要钱吗', '多久', '在哪里'],
    ]
    const many = Array.from({ length: MOST_GAPS }, (_, at) =>
      gap(`${subjects[at % 6]}${ways[at % 5]}${String.fromCharCode(0x4e00 + (at % 900))}`),
    )
    expect(clusters(many).reduce((sum, { gaps }) => sum + gaps.length, 0)).toBe(MOST_GAPS)
  })
})

describe('[K26] what is closed', () => {
  const words = ({ answer }: { answer: string }) => answer
  const unknown = { article: null, said: null }

  it('[K26] is what is answered now, for sure and to customers', () => {
    expect(isAnswered(unknown, retrieve(index, '几天内能退'), words)).toBe(true)
    expect(isAnswered(unknown, retrieve(index, '退'), words), 'a choice is no answer').toBe(false)
    expect(isAnswered(unknown, retrieve(index, '老板生日是哪天'), words)).toBe(false)
    expect(
      isAnswered(unknown, retrieve(index, '几天内能退'), () => null),
      'customers do not get it',
    ).toBe(false)
  })

  it('[K26] is not what is answered as it was when it did not help', () => {
    const before = ARTICLES.find(({ id }) => id === 'return-window')?.answer ?? ''
    const found = retrieve(index, '几天内能退')
    expect(isAnswered({ article: 'return-window', said: digest(before) }, found, words)).toBe(false)
    expect(isAnswered({ article: 'return-window', said: digest('以前的答案') }, found, words)).toBe(true)
    expect(isAnswered({ article: 'invoice', said: digest(before) }, found, words)).toBe(true)
  })
})
