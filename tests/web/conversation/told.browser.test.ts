import { expect, it } from 'vitest'
import { toldIn } from '$lib/conversation/told.ts'
import { newCommandId, newCustomerId } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import { emptyLibrary } from '$shared/knowledge/pack.ts'
import { viewOf } from '$shared/sync/replica.ts'

const random = seededRandom(7)
const CUSTOMER = { kind: 'customer' } as const

function viewAfter(...happened: [name: string, data: object][]) {
  const customer = newCustomerId(random)
  const opened: [string, object] = ['v1.ConversationOpened', { customer, language: 'zh-CN', channel: 'web' }]
  const events = [opened, ...happened].map(
    ([name, data], index): StoredEvent => ({ seq: index + 1, at: 1000 + index, by: CUSTOMER, cause: newCommandId(random), name, data }),
  )
  return viewOf(events, [], { kind: 'customer', id: customer }, emptyLibrary)
}
const said = (text: string): [string, object] => ['v1.MessageSent', { text }]

it('[T64] a message that is left begins with what was said and not answered, whole and in its order', () => {
  const long = `冰箱冷藏室不制冷，${'前天刚送到，'.repeat(20)}压缩机一直响`
  expect(toldIn(viewAfter(said(long), said('型号 BCD-210')))).toBe(`${long}\n型号 BCD-210`)
})

it('[T64] it begins empty where nothing was said', () => {
  expect(toldIn(viewAfter())).toBe('')
  expect(toldIn(viewAfter(said('？')))).toBe('')
})
