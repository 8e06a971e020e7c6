import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WorkingCopy } from '../../../shared/protocol/knowledge.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { ARTICLES, Browser, configureDesk, signedIn } from '../support.ts'

let owner: Browser
const watch = async () => ((await (await owner.send('GET', '/api/knowledge/zh-CN')).json()) as WorkingCopy).watch

beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  const dated = (id: string, until: string | null) => ({ ...ARTICLES[0], id, updated: '2999-01-01', valid: { from: null, until } }) as never
  const articles = [dated('past', '2020-01-01'), dated('far', '2999-01-01'), { ...ARTICLES[0], id: 'old', updated: '2020-01-01' } as never]
  await env.KNOWLEDGE.getByName(THE_ONE).adopt({ sources: { 'zh-CN': { articles, flows: [] } }, placeholders: [], values: {} }, 'test')
})

describe('what a desk says to remarks', () => {
  it('[K39] is empty at first, kept by language, and whole or not at all', async () => {
    expect(await watch()).toEqual({ apart: [], words: [] })
    const said = { apart: ['far past'], words: ['返现'] }
    expect((await owner.send('PUT', '/api/knowledge/zh-CN/watch', said)).status).toBe(200)
    expect((await owner.send('PUT', '/api/knowledge/zh-CN/watch', { ...said, words: ['x'.repeat(41)] })).status).toBe(400)
    expect(await watch()).toEqual(said)
    const english = (await (await owner.send('GET', '/api/knowledge/en')).json()) as WorkingCopy
    expect(english.watch).toEqual({ apart: [], words: [] })
  })

  it('[K39] and how much is due, is for those who lead', async () => {
    expect(await (await owner.send('GET', '/api/knowledge/due')).json()).toEqual({ due: 2 })
    for (const path of ['/api/knowledge/due', '/api/knowledge/zh-CN']) expect((await new Browser().send('GET', path)).status).toBe(401)
  })
})
