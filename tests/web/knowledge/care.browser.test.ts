import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Care } from '$lib/knowledge/care/care.svelte.ts'
import { KnowledgeDesk } from '$lib/knowledge/desk.svelte.ts'
import { today } from '$lib/knowledge/drafting.ts'
import { Workbench } from '$lib/knowledge/workbench.svelte.ts'
import type { Article } from '$shared/knowledge/article.ts'
import type { NewDraft } from '$shared/knowledge/draft.ts'
import { monthsAfter } from '$shared/knowledge/reminders.ts'
import type { Watch } from '$shared/knowledge/watch.ts'
import { ARTICLES } from '../../support/articles.ts'
import { at } from '../../support/ids.ts'

const first = at(ARTICLES, 0)
const articles: Article[] = [
  { ...first, id: 'one', updated: '2020-01-01', owner: '李娜' },
  { ...first, id: 'two', updated: today(), valid: { from: null, until: today() } },
]
let kept: NewDraft[]
let watch: Watch
let care: Care
let desk: KnowledgeDesk

beforeEach(() => {
  desk = new KnowledgeDesk()
  kept = []
  watch = { apart: [], words: [] }
  const show = () => {
    const drafts = kept.map((draft) => ({ ...draft, language: desk.language, at: 1, by: { id: 's', name: '李娜' } }))
    desk.copy = { articles, drafts: drafts as never, flows: [], documents: [], tables: [], questions: [], returned: false, watch }
  }
  show()
  vi.spyOn(desk, 'keep').mockImplementation(async (drafts) => {
    kept = drafts
    show()
    return true
  })
  vi.spyOn(desk, 'keepWatch').mockImplementation(async (said) => {
    watch = said
    show()
    return true
  })
  care = new Care(desk, new Workbench(desk))
})
afterEach(() => vi.restoreAllMocks())

describe('care', () => {
  it('[K39] of a pair one is kept and one goes, in one step; then there is none', async () => {
    const [pair] = care.pairs
    expect(pair?.map(({ id }) => id)).toEqual(['one', 'two'])
    await care.merge(articles[1] as Article, articles[0] as Article)
    expect(kept.map(({ id, piece, state }) => `${id} ${piece === null} ${state}`)).toEqual(['two false review', 'one true review'])
    expect(care.pairs).toEqual([])
  })

  it('[K39] a pair that is wanted is told of no more', async () => {
    await care.keepBoth(articles[1] as Article, articles[0] as Article)
    expect([watch.apart, care.pairs]).toEqual([['one two'], []])
  })

  it('[K39] what is due is told by who answers for it; checked, extended and handed over it is no longer', async () => {
    expect(care.owed('dated').map(({ owner, reminders }) => `${owner}: ${reminders.map(({ code }) => code).join(' ')}`)).toEqual([
      ': ends-soon',
      '李娜: not-checked',
    ])
    expect(care.due).toBe(2)
    await care.check(['one'])
    expect(kept.map(({ piece }) => (piece as Article).updated)).toEqual([today()])
    expect(care.due).toBe(1)
    await care.extend(['two'], 6)
    expect(kept).toMatchObject([{ piece: { valid: { from: null, until: monthsAfter(today(), 6) } } }])
    await care.assign(['two'], ' 王强 ')
    expect(kept).toMatchObject([{ piece: { owner: '王强' } }])
  })

  it('[K39] words are kept each once and without empty lines', async () => {
    await care.setWords([' 返现 ', '', '返现', 'VIP'])
    expect(watch.words).toEqual(['返现', 'VIP'])
  })
})
