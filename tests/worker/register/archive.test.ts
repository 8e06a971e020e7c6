import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CommandId, ConversationId, SeatId, TicketId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE, newCommandId, newSeatId, ticketIdOf } from '../../../shared/base/new-ids.ts'
import { ticketNumber } from '../../../shared/base/ticket-number.ts'
import type { Actor } from '../../../shared/conversation/actor.ts'
import type { KeptProposal } from '../../../shared/protocol/knowledge.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { EVERYTHING } from '../../../worker/register/tickets.ts'
import { configureDesk, openConversation, type Socket } from '../support.ts'

const LIN: Extract<Actor, { kind: 'seat' }> = { kind: 'seat', id: newSeatId(random), name: '林晓', role: 'supervisor' }
const register = () => env.REGISTER.getByName(THE_ONE)
const fresh = () => newCommandId(random)

/** A seat does something to a ticket, as from its outbox. */
async function does(ticket: TicketId, type: string, more: object = {}) {
  const [receipt] = await env.TICKET.getByName(ticket).take(LIN, [{ id: fresh(), type, ...more }])
  expect([type, receipt?.answer.ok]).toEqual([type, true])
}

async function says(conversation: ConversationId, socket: Socket, type: string, more: object = {}): Promise<CommandId> {
  const id = fresh()
  expect(await socket.command(conversation, { id, type, ...more })).toMatchObject({ ok: true })
  return id
}

const told = (ticket: TicketId) => register().ticket(ticket)
const opened = (ticket: TicketId) => expect.poll(async () => (await told(ticket))?.status, { timeout: 8000 }).toBeTruthy()

/** The ticket of a conversation, by each of the ways in which one is made. */
const WAYS: Record<string, () => Promise<TicketId>> = {
  'a message that was left': async () => {
    const { conversation, socket } = await openConversation()
    return ticketIdOf(await says(conversation, socket, 'leave-message', { text: '路由器总是掉线', contact: '13912345678' }))
  },
  'an end that a seat calls unsolved': async () => {
    const { conversation } = await served()
    const id = fresh()
    await env.CONVERSATION.getByName(conversation).relay(LIN, push(conversation, { id, type: 'close-conversation', unsolved: true }))
    return ticketIdOf(id)
  },
  'a seat by hand': async () => {
    const { conversation } = await served()
    const id = fresh()
    const open = { title: '路由器掉线', ticketType: 'fault', urgency: 'high', line: DEFAULT_QUEUE, problem: '' }
    await env.CONVERSATION.getByName(conversation).relay(LIN, push(conversation, { id, type: 'open-ticket', ...open }))
    return ticketIdOf(id)
  },
  'a customer who gives up waiting': async () => {
    const { conversation, socket } = await openConversation()
    await says(conversation, socket, 'send-message', { text: '路由器总是掉线' })
    await says(conversation, socket, 'request-person')
    return ticketIdOf(await says(conversation, socket, 'close-conversation'))
  },
}

const push = (to: ConversationId, ...commands: ({ id: CommandId; type: string } & Record<string, unknown>)[]) => ({
  type: 'push' as const,
  to,
  commands,
})

/** A conversation that the seat serves. */
async function served() {
  const { conversation, socket } = await openConversation()
  await says(conversation, socket, 'send-message', { text: '路由器总是掉线' })
  const entry = await says(conversation, socket, 'request-person')
  const seat: { id: SeatId; name: string } = { id: LIN.id, name: LIN.name }
  const assign = { id: fresh(), type: 'assign', entry, queue: DEFAULT_QUEUE, seat }
  await env.CONVERSATION.getByName(conversation).take({ kind: 'system', id: DEFAULT_QUEUE }, [assign])
  return { conversation, socket }
}

beforeAll(configureDesk)

describe('[T42] tickets through their objects', () => {
  it.each(Object.entries(WAYS))('[T42] of %s: closed, it is a case with a proposal', async (_name, make) => {
    const ticket = await make()
    await opened(ticket)
    expect(await told(ticket)).toMatchObject({ status: 'received', problem: expect.stringContaining('路由器总是掉线') })
    await does(ticket, 'take-ticket')
    await does(ticket, 'resolve-ticket', { solution: '固件升级到最新版后重启。' })
    await does(ticket, 'close-ticket')
    await expect.poll(async () => (await told(ticket))?.status).toBe('closed')
    const found = async () => (await register().cases(EVERYTHING, '路由器')).filter((one) => one.ticket === ticket)
    await expect.poll(found).toMatchObject([{ solution: '固件升级到最新版后重启。' }])
    const proposals = async () => (await env.KNOWLEDGE.getByName(THE_ONE).proposals('zh-CN')) as KeptProposal[]
    await expect.poll(async () => (await proposals()).some(({ number }) => number === ticketNumber(ticket))).toBe(true)
  })

  it('[T34] tell their customer each step in the conversation, and hear what is added', async () => {
    const { conversation, socket } = await openConversation()
    const left = await says(conversation, socket, 'leave-message', { text: '路由器总是掉线', contact: '' })
    const ticket = ticketIdOf(left)
    const waits = async () => (await env.QUEUE.getByName(DEFAULT_QUEUE).place(left)) !== null
    await expect.poll(waits).toBe(true)
    await opened(ticket)
    await does(ticket, 'take-ticket')
    await does(ticket, 'answer-customer', { text: '请发一张指示灯的照片' })
    await does(ticket, 'set-status', { status: 'awaiting-customer', note: '' })
    const moves = () =>
      socket.frames.flatMap((frame) =>
        frame.type === 'feed'
          ? frame.events.flatMap(({ name, by, data }) => (name === 'v1.TicketMoved' ? [{ by, ...(data as object) }] : []))
          : [],
      )
    await expect.poll(() => moves().at(-1)).toMatchObject({ ticket, status: 'awaiting-customer' })
    expect(moves()).toContainEqual(
      expect.objectContaining({ what: 'answer', text: '请发一张指示灯的照片', by: { kind: 'seat', id: LIN.id, name: LIN.name } }),
    )
    await says(conversation, socket, 'say-to-ticket', { ticket, what: 'addition', text: '指示灯是红的' })
    await expect.poll(async () => (await told(ticket))?.status).toBe('processing')
    // Nobody waits in the line for what somebody works on.
    await expect.poll(waits).toBe(false)
    expect((await env.CONVERSATION.getByName(conversation).health()).parked).toEqual([])
  })
})
