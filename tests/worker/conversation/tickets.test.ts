import { env, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import type { CommandId, ConversationId, SeatId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE, derivedCommandId, newCommandId, newSeatId, ticketIdOf } from '../../../shared/base/new-ids.ts'
import { is } from '../../../shared/base/schema.ts'
import { TicketCommand } from '../../../shared/ticket/commands.ts'
import { ticketEffectsOf } from '../../../worker/conversation/ticket-effects.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { openConversation, publishPack } from '../support.ts'

const room = (id: ConversationId) => env.CONVERSATION.getByName(id)
const UNKNOWN = { kind: 'unknown', confidence: 0.1 }

/** Every command that a conversation's log leads to for tickets, by its real effects. */
async function forTickets(conversation: ConversationId) {
  return runInDurableObject(room(conversation), async (_object, { storage }) => {
    const { applyStored, newConversation } = await import('../../../shared/conversation/state.ts')
    const rows = storage.sql.exec('SELECT seq, at, cause, name, body FROM events ORDER BY seq').toArray()
    const events = rows.map(({ body, ...row }) => ({ ...row, ...JSON.parse(String(body)) }))
    const find = (cause: CommandId, name: string) => events.findLast((event) => event.cause === cause && event.name === name) ?? null
    let before = newConversation
    return events.flatMap((event) => {
      const after = applyStored(before, event)
      const effects = ticketEffectsOf(conversation, event, before, find)
      before = after
      return effects
    })
  })
}

const push = (conversation: ConversationId, ...commands: object[]) => JSON.stringify({ type: 'push', to: conversation, commands })

describe('[T35] a ticket that was made of a conversation', () => {
  it('[T35] holds what was said and left, in one push after a time without a network too', async () => {
    const { conversation, socket, id: customer } = await openConversation()
    const [hello, asked, wish, left] = [0, 1, 2, 3].map(() => newCommandId(random)) as [CommandId, CommandId, CommandId, CommandId]
    socket.raw(
      push(
        conversation,
        { id: hello, type: 'send-message', text: '你好' },
        { id: derivedCommandId(hello, 'a'), type: 'answer', inReplyTo: hello, turn: { kind: 'small-talk', topic: 'greeting' } },
        { id: asked, type: 'send-message', text: '冰箱不制冷了，我电话 13912345678' },
        { id: derivedCommandId(asked, 'a'), type: 'answer', inReplyTo: asked, turn: UNKNOWN },
        { id: wish, type: 'send-message', text: '转人工' },
        { id: derivedCommandId(wish, 'p'), type: 'request-person' },
        { id: left, type: 'leave-message', text: '请尽快回电', contact: '13912345678' },
      ),
    )
    expect(await socket.answer(left)).toMatchObject({ ok: true })
    const [effect] = await forTickets(conversation)
    expect(effect).toEqual({
      target: { kind: 'ticket', id: ticketIdOf(left) },
      command: {
        id: derivedCommandId(left, 'ticket'),
        type: 'open-ticket',
        conversation,
        customer,
        matter: expect.objectContaining({
          reason: 'message',
          title: '冰箱不制冷了，我电话 13912345678',
          problem: '冰箱不制冷了，我电话 13912345678\n请尽快回电',
          contact: '13912345678',
          line: DEFAULT_QUEUE,
          rows: [],
        }),
      },
    })
    expect(is(TicketCommand, effect?.command)).toBe(true)
    expect((await room(conversation).transcript()).map(({ by, text }) => `${by}: ${text}`)).toEqual([
      'customer: 你好',
      'customer: 冰箱不制冷了，我电话 13912345678',
      'customer: 转人工',
      'customer: 请尽快回电',
    ])
  })

  it('[T35] goes on to its ticket what its customer adds; [T36] and to the seat that joins what nobody has begun with', async () => {
    await publishPack()
    const { conversation, socket } = await openConversation()
    const left = newCommandId(random)
    socket.raw(push(conversation, { id: left, type: 'leave-message', text: '冰箱不制冷', contact: '' }))
    await socket.answer(left)
    const ticket = ticketIdOf(left)
    const added = { id: newCommandId(random), type: 'say-to-ticket', ticket, what: 'addition', text: '还漏水' }
    socket.raw(push(conversation, added))
    expect(await socket.answer(added.id)).toMatchObject({ ok: true })
    const seat: { id: SeatId; name: string } = { id: newSeatId(random), name: '林晓' }
    const assign = { id: newCommandId(random), type: 'assign', entry: left, queue: DEFAULT_QUEUE, seat }
    await room(conversation).take({ kind: 'system', id: DEFAULT_QUEUE }, [assign])
    const commands = (await forTickets(conversation)).map(({ command }) => command)
    expect(commands.map(({ type }) => type)).toEqual(['open-ticket', 'customer-said', 'assign-ticket'])
    expect(commands[1]).toEqual({ id: derivedCommandId(added.id, 'said'), type: 'customer-said', what: 'addition', text: '还漏水' })
    expect(commands[2]).toMatchObject({ seat, why: { how: 'asked', line: DEFAULT_QUEUE } })
    for (const command of commands) expect(is(TicketCommand, command)).toBe(true)
  })

  it('[T34] leaves the line when its ticket is taken up', async () => {
    const { conversation, socket } = await openConversation()
    const left = newCommandId(random)
    socket.raw(push(conversation, { id: left, type: 'leave-message', text: '冰箱不制冷', contact: '' }))
    await socket.answer(left)
    const ticket = ticketIdOf(left)
    const waits = async () => (await env.QUEUE.getByName(DEFAULT_QUEUE).place(left)) !== null
    await expect.poll(waits).toBe(true)
    const moved = { ticket, what: 'status', status: 'processing', seat: null, title: '冰箱不制冷', text: '' }
    const [receipt] = await room(conversation).take({ kind: 'system', id: ticket }, [
      { id: newCommandId(random), type: 'note-ticket', ...moved },
    ])
    expect(receipt?.answer.ok).toBe(true)
    await expect.poll(waits).toBe(false)
  })

  it('[T39] has its customer told of answers, questions and ends, and of no other step', async () => {
    const { conversation, socket, id: customer } = await openConversation()
    const left = newCommandId(random)
    socket.raw(push(conversation, { id: left, type: 'leave-message', text: '冰箱不制冷', contact: '' }))
    await socket.answer(left)
    const ticket = ticketIdOf(left)
    const steps = [
      ['assigned', 'received'],
      ['status', 'processing'],
      ['answer', 'processing'],
      ['status', 'awaiting-customer'],
      ['service', 'processing'],
      ['status', 'resolved'],
      ['reopened', 'processing'],
      ['status', 'closed'],
    ] as const
    const commands = steps.map(([what, status]) => ({
      id: newCommandId(random),
      type: 'note-ticket',
      ...{ ticket, what, status, seat: null, title: '冰箱不制冷', text: '' },
    }))
    const told = async (wanted: CommandId) =>
      runInDurableObject(env.CUSTOMER.getByName(customer), (_object, { storage }) =>
        storage.sql
          .exec('SELECT id FROM notified')
          .toArray()
          .some((row) => row.id === derivedCommandId(wanted, 'notice')),
      )
    await runInDurableObject(env.CUSTOMER.getByName(customer), (_object, { storage }) =>
      storage.sql
        .exec(
          "INSERT INTO devices (id, sign_in, at, body) VALUES ('d', '', 0, ?)",
          JSON.stringify({
            id: 'd',
            wishes: { kinds: {}, quiet: null, timezone: 'UTC' },
            to: customer,
            signIn: '',
            subject: '',
            endpoint: 'https://push.example/1',
            keys: {},
          }),
        )
        .toArray(),
    )
    await room(conversation).take({ kind: 'system', id: ticket }, commands)
    const last = commands.at(-1)
    await expect.poll(() => told((last as { id: CommandId }).id)).toBe(true)
    const heard = await Promise.all(commands.map(({ id }) => told(id)))
    expect(steps.filter((_step, at) => heard[at]).map(([what, status]) => `${what} ${status}`)).toEqual([
      ...['answer processing', 'status awaiting-customer', 'status resolved', 'reopened processing', 'status closed'],
    ])
  })
})
