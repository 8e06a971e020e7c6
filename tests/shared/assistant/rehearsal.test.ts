import { describe, expect, it } from 'vitest'
import { rehearse, type Stage } from '../../../shared/assistant/rehearsal.ts'
import { beginningsOf } from '../../../shared/assistant/respond.ts'
import { buildIndex } from '../../../shared/knowledge/index.ts'
import type { PackVersion } from '../../../shared/knowledge/pack.ts'
import { ARTICLES } from '../../support/articles.ts'
import { FLOWS } from '../../support/flows.ts'

const version = '0'.repeat(32) as PackVersion
const flow = (_version: PackVersion, id: string) => FLOWS.find((each) => each.id === id)
const stage: Stage = {
  knowledge: { version, index: buildIndex(ARTICLES), flows: FLOWS, beginnings: beginningsOf(FLOWS), flow },
  library: { flow, article: (_version, id) => ARTICLES.find((article) => article.id === id) },
  language: 'zh-CN',
  today: '2026-11-21',
  now: 1,
}
const spoken = (said: readonly string[]) =>
  rehearse(stage, said).items.flatMap(({ body }) =>
    body.kind === 'flow' ? body.turn.parts.flatMap((part) => ('text' in part ? [part.text] : [])) : [body.kind],
  )

describe('rehearse', () => {
  it('[K38] goes through a flow as a customer would, to the request', () => {
    const said = ['我要退货', '20261120881234', '不喜欢', '跳过', '没错，提交']
    expect(spoken(said)).toEqual([
      ...['text', '要退哪一单？', 'text', '为什么退？', 'text', '不喜欢的退货，运费由您承担。', '联系您的手机号是？', 'text', '请核对：'],
      ...['text', '20261120881234 的退货申请已记下。', '客服会在一个工作日内联系您。', 'request', 'ticket'],
    ])
    expect(rehearse(stage, said).state.phase).toMatchObject({ name: 'waiting', live: false })
  })

  it('[K38] is the same each time, and with one sentence more it only goes on', () => {
    const said = ['我要退货', '20261120881234']
    expect(rehearse(stage, said)).toEqual(rehearse(stage, said))
    expect(spoken([...said, '不喜欢']).slice(0, spoken(said).length)).toEqual(spoken(said))
  })

  it('[K38] asks for a person as it would', () => {
    expect(rehearse(stage, ['转人工']).state.phase).toMatchObject({ name: 'waiting', live: true })
  })
})
