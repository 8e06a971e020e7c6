import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Article } from '../../shared/knowledge/article.ts'
import { buildIndex, search } from '../../shared/knowledge/index.ts'
import { suggestPhrasings } from '../../shared/knowledge/suggest.ts'
import { readTemplate } from '../../templates/read.ts'
import { at } from '../support/ids.ts'

const articles = readTemplate('e-commerce', 'zh-CN')?.articles ?? []
const questions = readFileSync(new URL('../../templates/e-commerce/questions.zh-CN.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; id: string | null })
const categoryOf = new Map(articles.map(({ id, category }) => [id, category]))
/** Each so many articles one is looked at: all of them take minutes. */
const EACH = 9

/** An article whose phrasings are hidden, among all others as they are. */
const hidden = (article: Article) => ({ ...article, phrasings: [] })
const among = (article: Article) => buildIndex(articles.map((other) => (other.id === article.id ? article : other)))
const found = (index: ReturnType<typeof buildIndex>, asked: readonly { text: string; id: string | null }[]) =>
  asked.filter(({ text, id }) => search(index, text, 1)[0]?.article.id === id).length

describe('suggested phrasings', () => {
  it('[K40] of articles that have none let more of the honest questions find them, and take next to none from others', () => {
    const sums = articles
      .filter((_, place) => place % EACH === 0)
      .map((article) => {
        const before = among(hidden(article))
        const phrasings = suggestPhrasings(hidden(article), before).flatMap(({ text, collides }) => (collides ? [] : [text]))
        const after = among({ ...article, phrasings })
        const own = questions.filter(({ id }) => id === article.id)
        const others = questions.filter(({ id }) => id !== article.id && categoryOf.get(id ?? '') === article.category)
        return [own.length, found(before, own), found(after, own), found(before, others) - found(after, others)]
      })
    const [asked = 0, alone = 0, suggested = 0, taken = 0] = sums.reduce((sum, row) => sum.map((value, part) => value + at(row, part)))
    expect(asked).toBeGreaterThan(30)
    expect(suggested - alone, `${suggested} of ${asked} with, ${alone} without; ${taken} taken from others`).toBeGreaterThanOrEqual(3)
    expect(taken).toBeLessThanOrEqual(1)
  }, 60_000)

  it('[K40] are new, differ from each other, and say which other article they would find', () => {
    const all = buildIndex(articles)
    for (const article of articles.slice(0, 30)) {
      const texts = suggestPhrasings(article, all).map(({ text }) => text)
      expect(new Set(texts).size).toBe(texts.length)
      for (const text of texts) expect([article.question, ...article.phrasings]).not.toContain(text)
    }
    const [first, second] = [at(articles, 0), at(articles, 1)]
    const twin = { ...second, question: first.question, phrasings: [] }
    const index = buildIndex([first, twin])
    const asked = { ...twin, question: first.question.replace(/吗$/, '') }
    const suggested = suggestPhrasings(asked, index)
    expect(suggested.length).toBeGreaterThan(0)
    expect(suggested.map(({ collides }) => collides?.id)).toEqual(suggested.map(() => first.id))
  })

  it('[K40] put terms and words of asking by others, turn a simple question round, and leave a long one alone', () => {
    const made = (question: string) =>
      suggestPhrasings({ ...at(articles, 0), id: 'made', question, phrasings: [] }, buildIndex(articles), 20).map(({ text }) => text)
    expect(made('怎么取消订单')).toEqual(expect.arrayContaining(['我要取消订单', '咋取消订单', '如何取消订单']))
    expect(made('How do I return it?')).toEqual(expect.arrayContaining(['i want to return it', 'how can i return it']))
    expect(made('这个月运费怎么这么多').some((text) => text.includes('我要这么多'))).toBe(false)
    expect(made('甲、乙、丙、丁这几种商品怎么退').some((text) => text.startsWith('我要'))).toBe(false)
  })
})
