import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CommandId, ConversationId } from '../../../shared/base/ids.ts'
import type { StoredEvent } from '../../../shared/conversation/events.ts'
import type { Policy } from '../../../shared/desk/policy.ts'
import type { DryRun, Kept } from '../../../shared/desk/weighing.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { Browser, configureDesk, openConversation, type Socket, signedIn } from '../support.ts'

/** The data of the first event of a name that comes down, or came. */
async function eventOf(socket: Socket, name: string): Promise<Record<string, unknown>> {
  const frame = await socket.next((frame) => frame.type === 'feed' && frame.events.some((event) => event.name === name))
  const events = (frame.type === 'feed' ? frame.events : []) as StoredEvent[]
  return events.find((event) => event.name === name)?.data as Record<string, unknown>
}

async function keptOf(conversation: ConversationId): Promise<Kept> {
  for (;;) {
    const kept = await env.UNDERSTANDING.getByName(THE_ONE).verdicts(500)
    const found = kept.find((one) => one.conversation === conversation)
    if (found) return found as Kept
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A command with an id of one digit. */
const command = (digit: string, body: { type: string } & Record<string, unknown>) => ({ id: `m_${digit.repeat(26)}` as CommandId, ...body })

beforeAll(configureDesk)

describe('a VIP', () => {
  it('[R9] [R14] whom staff call one goes to people with the first message, and may go back to the assistant for good', async () => {
    const { id, conversation, socket } = await openConversation()
    const owner = await signedIn()
    expect((await owner.send('PUT', `/api/customers/${id}/tier`, { tier: 'vip' })).status).toBe(204)
    await socket.command(conversation, { type: 'send-message', text: '我想退货' })
    const { verdict } = await keptOf(conversation)
    expect(verdict).toMatchObject({
      fired: [{ id: 'vip' }],
      line: 'q_after-sales',
      first: 'people',
      facts: { tier: 'vip', type: 'return' },
    })
    expect(await socket.next((frame) => frame.type === 'place')).toBeTruthy()
    expect(await socket.command(conversation, { type: 'leave-queue' })).toMatchObject({ ok: true })
    const answer = await socket.command(conversation, { type: 'send-message', text: '退货要几天' })
    // Opened, sent, triaged, requested, two promises, left, their ends, sent: and nothing after.
    expect(answer).toEqual({ ok: true, seq: 10 })
  })

  it('[R14] is called one by staff alone, and only who exists; who said so is kept', async () => {
    const { id, browser } = await openConversation()
    expect((await browser.send('PUT', `/api/customers/${id}/tier`, { tier: 'vip' })).status).toBe(401)
    const owner = await signedIn()
    expect((await owner.send('PUT', `/api/customers/${id}/tier`, { tier: 'king' })).status).toBe(400)
    const nobody = `u_${'0'.repeat(26)}`
    expect((await owner.send('PUT', `/api/customers/${nobody}/tier`, { tier: 'vip' })).status).toBe(404)
    expect(await env.CUSTOMER.getByName(id).tier()).toBe('ordinary')
  })
})

describe('who waits', () => {
  it('[R20] and is called a VIP by staff meanwhile is weighed anew, and stands before who came earlier', async () => {
    const first = await openConversation()
    await first.socket.command(first.conversation, { type: 'send-message', text: '发票怎么开' })
    await first.socket.command(first.conversation, { type: 'request-person' })
    const { id, conversation, socket } = await openConversation()
    await socket.command(conversation, { type: 'send-message', text: '发票怎么开' })
    await socket.command(conversation, { type: 'request-person' })
    const placed = async (place: number) =>
      socket.next((frame) => frame.type === 'place' && frame.of === conversation && frame.place?.place === place)
    await placed(2)
    await (await signedIn()).send('PUT', `/api/customers/${id}/tier`, { tier: 'vip' })
    expect(await placed(1)).toBeTruthy()
    for (const one of [first, { conversation, socket }]) await one.socket.command(one.conversation, { type: 'leave-queue' })
  })
})

describe('an ordinary customer', () => {
  it('[R9] [R11] is answered by the assistant; asking for a person goes by the matter, with what the edge read', async () => {
    const { conversation, socket } = await openConversation()
    expect(await socket.command(conversation, { type: 'send-message', text: '发票怎么开' })).toEqual({ ok: true, seq: 2 })
    await socket.command(conversation, { type: 'request-person' })
    const { verdict } = await keptOf(conversation)
    expect(verdict.facts).toMatchObject({ wish: 'person', tier: 'ordinary', anger: 0 })
    expect(verdict.facts.intent).toMatch(/invoice/)
  })

  it('[R19 V6] is not sent what the rules made of them, nor what people owe them, live or when asking for all of it', async () => {
    const { browser, conversation, socket } = await openConversation()
    await socket.command(conversation, { type: 'request-person' })
    await keptOf(conversation)
    const later = (await (await browser.send('GET', `/api/push/customer/events/${conversation}`)).json()) as { events: StoredEvent[] }
    const live = socket.frames.flatMap((frame) => (frame.type === 'feed' ? (frame.events as StoredEvent[]) : []))
    for (const events of [live, later.events]) {
      expect(events.map(({ name }) => name)).toEqual([
        'v1.ConversationOpened',
        'v1.Withheld',
        'v1.PersonRequested',
        'v1.Withheld',
        'v1.Withheld',
      ])
      for (const event of events.filter(({ name }) => name === 'v1.Withheld')) expect(event.data).toEqual({})
    }
  })

  it('[R9] who complains goes to people first', async () => {
    const { conversation, socket } = await openConversation()
    await socket.command(conversation, { type: 'send-message', text: '你们太差劲了，我要投诉你们！！' })
    expect(await eventOf(socket, 'v1.PersonRequested')).toMatchObject({ reason: 'asked', triage: true })
  })
})

describe('[R13] how a customer stands', () => {
  it('[R13] follows from what was noted, once each, in whatever order', async () => {
    const { id, conversation } = await openConversation()
    const customer = env.CUSTOMER.getByName(id)
    const other = `c_${'1'.repeat(26)}` as ConversationId
    const seat = `s_${'2'.repeat(26)}`
    const ticket = `t_${'3'.repeat(26)}`
    const now = Date.now()
    let count = 0
    const note = (body: { type: string } & Record<string, unknown>) =>
      customer.take({ kind: 'system', id: conversation }, [{ id: `m_${String(count++).padStart(26, '0')}` as CommandId, ...body }])
    await note({ type: 'note-conversation', conversation: other, at: now - 5000 })
    for (let time = 0; time < 2; time++) {
      await note({ type: 'note-served', conversation: other, seat, at: now - 1000 })
      await note({ type: 'note-rated', conversation: other, score: 2, at: now - 500 })
      await note({ type: 'note-ticket', ticket, open: true, at: now })
    }
    await note({ type: 'note-ticket', ticket, open: false, at: now - 1 })
    expect(await customer.standing(conversation)).toEqual({
      tier: 'ordinary',
      conversations: 1,
      openTickets: 1,
      dissatisfied: true,
      lastServed: { seat, conversation: other, at: now - 1000 },
    })
    await note({ type: 'note-rated', conversation: other, score: 4, at: now })
    await note({ type: 'note-ticket', ticket, open: false, at: now + 1 })
    expect(await customer.standing(conversation)).toMatchObject({ openTickets: 0, dissatisfied: false })
    const forged = await customer.take({ kind: 'customer', id }, [command('9', { type: 'set-tier', tier: 'vip' })])
    expect(forged[0]?.answer).toEqual({ ok: false, code: 'not-allowed' })
  })

  it('[R13] long ago is no longer counted', async () => {
    const { id, conversation } = await openConversation()
    const customer = env.CUSTOMER.getByName(id)
    const old = `c_${'4'.repeat(26)}` as ConversationId
    const at = Date.now() - 100 * 24 * 3600 * 1000
    await customer.take({ kind: 'system', id: conversation }, [
      command('5', { type: 'note-conversation', conversation: old, at }),
      command('6', { type: 'note-rated', conversation: old, score: 1, at }),
    ])
    expect(await customer.standing(conversation)).toMatchObject({ conversations: 0, dissatisfied: false })
  })
})

describe('[R16] trying rules', () => {
  it('[R16] is for those who lead, on facts or on a conversation, and tells every rule', async () => {
    const { conversation, socket } = await openConversation()
    await socket.command(conversation, { type: 'send-message', text: '发票怎么开' })
    const owner = await signedIn()
    const answer = await owner.send('POST', '/api/triage/test', { conversation })
    const told = (await answer.json()) as { verdict: Kept['verdict']; rules: { id: string; fired: boolean }[] }
    expect(told.verdict.first).toBe('assistant')
    expect(told.rules.filter(({ fired }) => fired).map(({ id }) => id)).toEqual(['ordinary'])
    expect(JSON.stringify(told)).not.toContain('发票')
    const { facts } = told.verdict
    const vip = await owner.send('POST', '/api/triage/test', { facts: { ...facts, tier: 'vip' } })
    expect(((await vip.json()) as typeof told).verdict.first).toBe('people')
    expect((await owner.send('POST', '/api/triage/test', { facts: {} })).status).toBe(400)
    expect((await new Browser().send('POST', '/api/triage/test', { facts })).status).toBe(401)
  })

  it('[R15] a dry run tells what would be other for the last conversations, and changes nothing', async () => {
    const { conversation, socket } = await openConversation()
    await socket.command(conversation, { type: 'send-message', text: '发票怎么开' })
    await socket.command(conversation, { type: 'request-person' })
    const before = await keptOf(conversation)
    const owner = await signedIn()
    const { rules } = (await (await owner.send('GET', '/api/policy')).json()) as Policy
    const everybody = {
      mode: 'first',
      rules: [{ id: 'all', name: '全部人工', on: true, when: { match: 'all', of: [] }, so: { first: 'people' } }],
    }
    const run = (await (await owner.send('POST', '/api/triage/dry-run', { rules: everybody, last: 200 })).json()) as DryRun
    expect(run.after.people).toBe(run.of)
    expect(run.differ.find((one) => one.conversation === conversation)).toMatchObject({
      before: { first: 'assistant' },
      after: { first: 'people' },
    })
    const same = (await (await owner.send('POST', '/api/triage/dry-run', { rules, last: 200 })).json()) as DryRun
    expect(same.differ).toEqual([])
    expect(await keptOf(conversation)).toEqual(before)
    expect((await owner.send('POST', '/api/triage/dry-run', { rules, last: 201 })).status).toBe(400)
  })
})
