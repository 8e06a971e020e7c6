import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { KeptProposal } from '../../../shared/protocol/knowledge.ts'
import { KnowledgeDesk } from '../../../web/src/lib/knowledge/desk.svelte.ts'
import { Proposals } from '../../../web/src/lib/knowledge/proposals.svelte.ts'
import { Workbench } from '../../../web/src/lib/knowledge/workbench.svelte.ts'
import { ARTICLES } from '../../support/articles.ts'

const ME = { id: `s_${'0'.repeat(26)}`, name: '李娜', email: 'lina@example.cn', role: 'owner' }
const FRIDGE: KeptProposal = {
  number: 'K3ZW81AB',
  question: '冰箱不制冷',
  phrasings: ['冷藏室不冷'],
  answer: '温控调到三档，等两小时。',
  type: 'fault',
  intents: ['product-fault'],
  day: '2026-11-20',
  state: 'open',
}
let settled: unknown[]
let online: boolean

beforeEach(() => {
  ;[settled, online] = [[], true]
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (!online) throw new TypeError('no network')
    if (path.endsWith('/settle')) {
      settled.push(JSON.parse(String(init.body)))
      return new Response(null, { status: 204 })
    }
    const copy = { articles: ARTICLES, drafts: [], flows: [], documents: [], tables: [], questions: [], returned: false }
    const known: Record<string, unknown> = { '/api/me': ME, '/api/knowledge/placeholders': { placeholders: [], values: {}, held: [] } }
    const said = path.endsWith('/proposals') ? [FRIDGE, { ...FRIDGE, number: 'AAAAAAAA', state: 'dropped' }] : (known[path] ?? copy)
    return new Response(JSON.stringify(said))
  })
})
afterEach(() => vi.unstubAllGlobals())

async function opened() {
  const desk = new KnowledgeDesk()
  const bench = new Workbench(desk)
  const proposals = new Proposals(bench)
  await desk.load('zh-CN')
  await proposals.load('zh-CN')
  return { bench, proposals }
}

it('[K41] a proposal that is taken is an article in its form, with the ticket as its source', async () => {
  const { bench, proposals } = await opened()
  expect(proposals.shown).toEqual([FRIDGE])
  expect(await proposals.take(FRIDGE, '工单 K3ZW81AB')).toBe(true)
  expect(settled).toEqual([{ number: 'K3ZW81AB', state: 'taken' }])
  const [begun] = bench.begun
  if (!begun) throw new Error('nothing was begun')
  const { question, phrasings, answer, title, intents } = bench.formOf(begun)
  expect({ question, phrasings, answer, title, intents }).toEqual({
    question: '冰箱不制冷',
    phrasings: '冷藏室不冷',
    answer: '温控调到三档，等两小时。',
    title: '工单 K3ZW81AB',
    intents: 'product-fault',
  })
  expect(proposals.of('open')).toEqual([])
})

it('[K41] a proposal is dropped and taken back, and nothing changes without a network', async () => {
  const { bench, proposals } = await opened()
  await proposals.settle(FRIDGE.number, 'dropped')
  expect(proposals.of('dropped')).toHaveLength(2)
  await proposals.settle(FRIDGE.number, 'open')
  online = false
  expect(await proposals.take(FRIDGE, '工单 K3ZW81AB')).toBe(false)
  expect([proposals.error, bench.begun, proposals.of('open').length]).toEqual(['unavailable', [], 1])
})

it('[K41] proposals are found by question, answer and number', async () => {
  const { proposals } = await opened()
  for (const query of ['不制冷', '三档', 'k3zw']) {
    proposals.query = query
    expect(proposals.shown).toHaveLength(1)
  }
  proposals.query = '洗衣机'
  expect(proposals.shown).toEqual([])
})
