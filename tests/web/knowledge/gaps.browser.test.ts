import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { digest } from '../../../shared/base/digest.ts'
import type { Article } from '../../../shared/knowledge/article.ts'
import type { KeptGap, WorkingCopy } from '../../../shared/protocol/knowledge.ts'
import { KnowledgeDesk } from '../../../web/src/lib/knowledge/desk.svelte.ts'
import { Gaps } from '../../../web/src/lib/knowledge/gaps.svelte.ts'
import { Workbench } from '../../../web/src/lib/knowledge/workbench.svelte.ts'
import { ARTICLES } from '../../support/articles.ts'
import { GUIDE } from '../../support/papers.ts'

const ME = { id: `s_${'0'.repeat(26)}`, name: '李娜', email: 'lina@example.cn', role: 'owner' }
const answerOf = (id: string) => ARTICLES.find((article) => article.id === id)?.answer ?? ''
const gap = (id: number, text: string, more: Partial<KeptGap> = {}): KeptGap => ({
  ...{ id, text, why: 'unknown', article: null, said: null, pack: null, day: '2026-11-20', aside: false },
  ...more,
})
const KEPT = [
  gap(1, '手表能刻字吗'),
  gap(2, '可以刻字吗'),
  gap(3, '能不能刻字'),
  gap(4, '老板生日是哪天', { aside: true }),
  gap(5, '几天内能退'),
  gap(6, '开票', { why: 'unhelpful', article: 'invoice', said: digest(answerOf('invoice')) }),
]

let copies: Record<string, Partial<WorkingCopy>>
let kept: Record<string, KeptGap[]>
let asides: unknown[]
let online: boolean

/** The little of the edge that the page asks. */
function answer(path: string, body: unknown): unknown {
  if (path === '/api/me') return ME
  if (path === '/api/knowledge/placeholders') return { placeholders: [], values: {}, held: [] }
  const [, language = '', rest = ''] = /^\/api\/knowledge\/([^/]+)(.*)$/.exec(path) ?? []
  if (rest === '/gaps') return kept[language]
  if (rest === '/gaps/aside') return void asides.push(body)
  return { articles: ARTICLES, drafts: [], flows: [], documents: [], tables: [], questions: [], returned: false, ...copies[language] }
}

beforeEach(() => {
  ;[copies, kept, asides, online] = [{}, { 'zh-CN': KEPT, en: [] }, [], true]
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (!online) throw new TypeError('no network')
    const said = answer(path, init.body && JSON.parse(String(init.body)))
    return new Response(said === undefined ? null : JSON.stringify(said), { status: said === undefined ? 204 : 200 })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function opened() {
  const desk = new KnowledgeDesk()
  const bench = new Workbench(desk)
  const gaps = new Gaps(bench)
  await desk.load('zh-CN')
  await gaps.load('zh-CN')
  return { desk, bench, gaps }
}
const names = (groups: { question: string }[]) => groups.map(({ question }) => question)

it('[K25] [K26] shows groups by where they stand, and finds them', async () => {
  const { gaps } = await opened()
  expect(gaps.shown.map(({ gaps: members }) => members.length)).toEqual([3, 1])
  expect(names(gaps.of('aside'))).toEqual(['老板生日是哪天'])
  expect(names(gaps.of('closed')), 'answered now; the one that did not help is answered as before').toEqual(['几天内能退'])
  gaps.why = 'unhelpful'
  expect(names(gaps.shown)).toEqual(['开票'])
  expect(gaps.shown.flatMap((group) => gaps.failed(group)).map(({ id, canOpen }) => [id, canOpen])).toEqual([['invoice', true]])
  gaps.why = 'all'
  gaps.query = '手表'
  expect(gaps.shown).toHaveLength(1)
  gaps.query = '没有这样的'
  expect(gaps.shown).toEqual([])
})

it('[K26] another answer closes what did not help, and a draft counts', async () => {
  const changed: Article = { ...(ARTICLES.find(({ id }) => id === 'invoice') as Article), answer: '联系客服开票。' }
  const draft = { kind: 'article', language: 'zh-CN', id: 'invoice', state: 'draft', base: null, at: 1, by: ME, piece: changed } as const
  copies['zh-CN'] = { drafts: [{ ...draft, by: { id: ME.id, name: ME.name } }] }
  const { gaps } = await opened()
  expect(names(gaps.of('closed')).toSorted()).toEqual(['几天内能退', '开票'].toSorted())
  copies['zh-CN'] = { articles: ARTICLES.map((article) => ({ ...article, audience: 'staff' as const })) }
  expect(names((await opened()).gaps.of('closed')), 'customers do not get it').toEqual([])
})

it('[K26] what a document or a table answers is closed, drafted or published', async () => {
  const asked = '智能水壶怎么除水垢'
  kept['zh-CN'] = [gap(1, asked), gap(2, '老板生日是哪天')]
  expect(names((await opened()).gaps.of('closed'))).toEqual([])
  const draft = { kind: 'document', language: 'zh-CN', id: GUIDE.id, state: 'draft', base: null, at: 1, piece: GUIDE } as const
  for (const copy of [{ documents: [GUIDE] }, { drafts: [{ ...draft, by: { id: ME.id, name: ME.name } }] }]) {
    copies['zh-CN'] = copy
    const { gaps } = await opened()
    const [closed] = gaps.of('closed')
    expect(closed?.question).toBe(asked)
    expect(closed && gaps.canAdd(closed), 'a passage takes no wordings').toBe(false)
  }
})

it('[K26] what was set aside can be taken up, and comes back when it is asked again', async () => {
  const { gaps } = await opened()
  const [biggest] = gaps.shown
  if (!biggest) throw new Error('nothing shown')
  expect(await gaps.setAside(biggest, true)).toBe(true)
  expect(asides).toEqual([{ ids: expect.arrayContaining([1, 2, 3]), aside: true }])
  expect(gaps.of('aside')).toHaveLength(2)
  kept['zh-CN'] = [gap(7, '戒指可以刻字吗'), ...KEPT.map((each) => ({ ...each, aside: each.aside || each.id < 4 }))]
  await gaps.load('zh-CN')
  expect(gaps.of('open')[0]?.gaps, 'asked again').toHaveLength(4)
  const [, away] = [gaps.of('open'), gaps.of('aside')[0]]
  if (!away) throw new Error('nothing aside')
  expect(await gaps.setAside(away, false)).toBe(true)
  expect(gaps.of('aside')).toEqual([])
})

it('[K26] without a network nothing changes and it is said', async () => {
  const { gaps } = await opened()
  online = false
  const [biggest] = gaps.shown
  if (!biggest) throw new Error('nothing shown')
  expect(await gaps.setAside(biggest, true)).toBe(false)
  expect([gaps.error, gaps.of('aside').length]).toEqual(['unavailable', 1])
  await gaps.load('zh-CN')
  expect(gaps.shown).toHaveLength(2)
})

it('[K25] one tap begins an article that is asked for as the group asks; what is typed elsewhere stays', async () => {
  const { gaps, bench } = await opened()
  bench.begin()
  const [first] = bench.begun
  if (!first) throw new Error('nothing begun')
  bench.formOf(first).answer = '写到一半'
  const [biggest] = gaps.shown
  if (!biggest) throw new Error('nothing shown')
  gaps.write(biggest)
  const fresh = bench.begun.find(({ id }) => id === bench.shown)
  if (!fresh) throw new Error('nothing shown')
  const form = bench.formOf(fresh)
  expect([form.question, ...form.phrasings.split('\n')].toSorted()).toEqual(['可以刻字吗', '手表能刻字吗', '能不能刻字'].toSorted())
  expect(bench.begun).toHaveLength(2)
  expect(bench.formOf(first).answer).toBe('写到一半')
  bench.discard(first.id)
  expect(bench.begun).toEqual([fresh])
})

it('[K25] adds to the nearest article beside what is typed there, once', async () => {
  const { gaps, bench } = await opened()
  const group = gaps.of('open').find(({ question }) => question === '开票')
  if (!group?.nearest) throw new Error('nothing near')
  const form = bench.formOf(group.nearest.article)
  form.answer = '正在改的答案'
  form.phrasings = '我要发票'
  gaps.addToNearest(group)
  gaps.addToNearest(group)
  expect([bench.shown, form.answer, form.phrasings]).toEqual(['invoice', '正在改的答案', '我要发票\n开票'])
  form.phrasings = Array.from({ length: 40 }, (_, at) => `问法 ${at}`).join('\n')
  gaps.addToNearest(group)
  expect(form.phrasings.split('\n'), 'no more than an article may have').toHaveLength(40)
})

it('[K25] follows the language, and shows no article of another', async () => {
  const { gaps, bench, desk } = await opened()
  const [biggest] = gaps.shown
  if (biggest) gaps.write(biggest)
  await desk.load('en')
  expect([gaps.loaded, bench.shown, bench.begun]).toEqual([false, null, []])
  await gaps.load('en')
  expect([gaps.loaded, gaps.isEmpty]).toEqual([true, true])
  await desk.load('zh-CN')
  expect(bench.begun).toHaveLength(1)
})

it('[K25] a question that is too long for one is cut, and kept whole as a way to ask', async () => {
  const { bench } = await opened()
  const long = `请问${'很'.repeat(140)}长`
  bench.begin(long, ['短的'], '定制')
  const form = bench.formOf(bench.begun[0] as Article)
  expect([form.question.length, form.phrasings, form.category]).toEqual([120, `${long}\n短的`, '定制'])
})
