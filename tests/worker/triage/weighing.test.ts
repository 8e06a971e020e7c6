import { describe, expect, it } from 'vitest'
import type { ConversationId } from '../../../shared/base/ids.ts'
import { newCustomerId } from '../../../shared/base/new-ids.ts'
import { ALWAYS } from '../../../shared/calendar/hours.ts'
import { newConversation } from '../../../shared/conversation/state.ts'
import { defaultPolicy } from '../../../shared/desk/default-policy.ts'
import { emptyLibrary } from '../../../shared/knowledge/pack.ts'
import { STRANGER } from '../../../shared/triage/customer.ts'
import { Talk } from '../../../worker/conversation/talk.ts'
import { type Sources, Weigher } from '../../../worker/conversation/weighing.ts'
import { platformRandom } from '../../../worker/platform/random.ts'

const rules = { policy: defaultPolicy('e-commerce', 'zh-CN'), industry: 'e-commerce', hours: ALWAYS } as const
const customer = newCustomerId(platformRandom)
const never = () => new Promise<never>(() => {})
const broken = () => Promise.reject(new Error('unreachable'))
const reading = { intent: 'complain', score: 0.9, candidates: [], mood: 'negative', anger: 3, urgency: 'urgent', model: 'x' } as const
const reads = { read: () => ({ ...reading, candidates: [] }), talk: () => ({ ...reading, candidates: [], at: 0 }) }

const SOURCES: Sources = {
  knownRules: () => rules,
  forgetRules: () => undefined,
  askRules: async () => rules,
  standing: async () => ({ ...STRANGER, tier: 'vip' }),
  reader: async () => reads,
}

async function weigherOf(sources: Partial<Sources>): Promise<Weigher> {
  const state = { ...newConversation, phase: { name: 'assistant' as const }, customer }
  const weigher = new Weigher('c_x' as ConversationId, { ...SOURCES, ...sources }, new Talk(), () => state, emptyLibrary)
  await weigher.gather({ kind: 'customer', id: customer }, 0)
  return weigher
}

const said = { state: newConversation, text: '你们骗人' }

describe('[R10] what a verdict needs', () => {
  it('[R10] is all there: who stands how, and what was read', async () => {
    const verdict = (await weigherOf({})).around.triage?.('talk', said)
    expect(verdict?.facts).toMatchObject({ tier: 'vip', anger: 3, urgency: 'urgent' })
  })

  it.each([
    ['hangs', never],
    ['fails', broken],
  ])('[R10] a standing that %s is that of a stranger, and a reading that does is none', async (_how, fault) => {
    const unknown = (await weigherOf({ standing: fault })).around.triage?.('talk', said)
    expect(unknown?.facts).toMatchObject({ tier: 'ordinary', anger: 3 })
    const unread = (await weigherOf({ reader: fault })).around.triage?.('talk', said)
    expect(unread).toMatchObject({ first: 'people', facts: { tier: 'vip', anger: 0, intent: null } })
  })

  it.each([
    ['hang', never],
    ['fail', broken],
    ['are none', async () => null],
  ])('[R10] rules that %s leave everything as without any', async (_how, askRules) => {
    expect((await weigherOf({ askRules })).around).toEqual({})
  })

  it('[R10] a model that breaks on a text gives no verdict, and people are asked for as ever', async () => {
    const talk = () => {
      throw new Error('no such feature')
    }
    expect((await weigherOf({ reader: async () => ({ ...reads, talk }) })).around.triage?.('person', said)).toBeNull()
  })
})
