import { describe, expect, it } from 'vitest'
import { DAY } from '../../../shared/base/clock.ts'
import type { TicketId } from '../../../shared/base/ids.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE, derivedCommandId, ticketIdOf } from '../../../shared/base/new-ids.ts'
import { is } from '../../../shared/base/schema.ts'
import { ticketNumber } from '../../../shared/base/ticket-number.ts'
import type { Actor } from '../../../shared/conversation/actor.ts'
import { isWellFormed, StoredEvent } from '../../../shared/conversation/events.ts'
import { applyStored, newConversation } from '../../../shared/conversation/state.ts'
import { thread } from '../../../shared/conversation/thread.ts'
import { TOLD_STATUSES } from '../../../shared/conversation/ticket-words.ts'
import { isGivenUp, urgeAgainAt } from '../../../shared/conversation/tickets.ts'
import { viewOf } from '../../../shared/sync/replica.ts'
import { TICKET_STATUSES } from '../../../shared/ticket/commands.ts'
import { customer, serving } from '../../support/actors.ts'
import { library } from '../../support/articles.ts'
import {
  answerTurn,
  answerWith,
  command,
  judge,
  leaveMessage,
  requestPerson,
  roomIn,
  say,
  type TestRoom,
  unknownTurn,
} from '../../support/conversations.ts'
import { at, commandId } from '../../support/ids.ts'

const told = (room: TestRoom) => at(room.state.tickets, -1)
const titleOf = (room: TestRoom) => told(room).title
const of = (ticket: TicketId): Actor => ({ kind: 'system', id: ticket })
const note = (ticket: TicketId, more: Partial<Parameters<typeof command<'note-ticket'>>[1]> = {}) =>
  command('note-ticket', { ticket, what: 'status', status: 'processing', seat: null, title: '冰箱不制冷', text: '', ...more })
const sayTo = (ticket: TicketId, what: 'addition' | 'urge' | 'reopen' = 'addition', text = '还漏水') =>
  command('say-to-ticket', { ticket, what, text })
const byHand = (more: Partial<Parameters<typeof command<'open-ticket'>>[1]> = {}) =>
  command('open-ticket', { title: '冰箱不制冷', ticketType: 'fault', urgency: 'high', line: DEFAULT_QUEUE, problem: '', ...more })

/** A conversation whose customer has left a message, and the ticket that it became. */
function withTicket(text = '冰箱不制冷了，昨天刚送到') {
  const room = roomIn('assistant')
  const left = leaveMessage(text, '13800000000')
  room.take(left)
  const ticket = ticketIdOf(left.id)
  const moves = (more: Parameters<typeof note>[1]) => room.take(note(ticket, more), of(ticket))
  return { room, ticket, left, moves }
}

describe('[T30] a ticket of a conversation', () => {
  it('[T30] is made of a message that was left, under an id that every repeat gives again', () => {
    const { room, ticket, left } = withTicket()
    expect(at(room.events, -1)).toMatchObject({
      name: 'v1.TicketOpened',
      by: { kind: 'customer' },
      cause: left.id,
      data: { ticket, title: '冰箱不制冷了，昨天刚送到', reason: 'message', line: DEFAULT_QUEUE },
    })
    expect(ticket).toBe(`t_${left.id.slice(2)}`)
    expect(ticketNumber(ticket)).toMatch(/^[0-9A-Z]{8}$/)
  })

  it('[T30] takes a second message up while the first is not settled, and is another one after that', () => {
    const { room, ticket, moves } = withTicket()
    expect(room.take(leaveMessage('还漏水'))).toEqual(['v1.MessageLeft', 'v1.TicketAdded'])
    expect(at(room.events, -1).data).toEqual({ ticket, what: 'addition', text: '还漏水' })
    moves({ status: 'resolved' })
    expect(room.take(leaveMessage('发票也没有'))).toEqual(['v1.MessageLeft', 'v1.TicketOpened'])
    expect(room.state.tickets).toHaveLength(2)
  })

  it('[T30] is called by what says most of what nobody answered', () => {
    const room = roomIn('assistant')
    const answered = say('你们这里退货运费要怎么算，超过七天还能不能退')
    room.take(answered)
    room.take(answerWith(answerTurn, answered.id))
    room.take(say('刻字服务怎么收费'))
    room.take(leaveMessage('请回电'))
    expect(titleOf(room)).toBe('刻字服务怎么收费')
  })

  it('[T30] is called by what was answered where the answer did not help', () => {
    const room = roomIn('assistant')
    const asked = say('洗衣机脱水的时候一直响')
    room.take(asked)
    const answer = answerWith(answerTurn, asked.id)
    room.take(answer)
    room.take(judge(answer.id, false))
    room.take(leaveMessage('请回电'))
    expect(titleOf(room)).toBe('洗衣机脱水的时候一直响')
  })

  it('[T30] keeps what was told at the beginning of a long talk, cut to a line', () => {
    const room = roomIn('assistant')
    room.take(say(`我上个月买的冰箱\n不制冷了${'，修了三次还是这样'.repeat(9)}`))
    for (let each = 0; each < 30; each++) room.take(say(`好的${each}`))
    room.take(leaveMessage('请回电'))
    expect(titleOf(room)).toMatch(/^我上个月买的冰箱 不制冷了，修了三次.*…$/)
    expect(titleOf(room).length).toBeLessThanOrEqual(60)
    expect(room.state.said.length).toBeLessThanOrEqual(12)
  })
})

describe('[T31] what ends unsolved', () => {
  it('[T31] is a ticket when the seat says so, and none when it does not', () => {
    const room = roomIn('person')
    room.take(say('冰箱不制冷了'))
    expect(room.take(command('close-conversation', { unsolved: true }), serving)).toEqual(['v1.TicketOpened', 'v1.ConversationClosed'])
    expect(told(room)).toMatchObject({ title: '冰箱不制冷了', status: 'received' })
    expect(roomIn('person').take(command('close-conversation', { unsolved: false }), serving)).toEqual(['v1.ConversationClosed'])
  })

  it('[T31] is not made a second time of what a ticket goes on with', () => {
    const room = roomIn('person')
    room.take(byHand(), serving)
    expect(room.take(command('close-conversation', { unsolved: true }), serving)).toEqual(['v1.ConversationClosed'])
  })

  it('[T31] is a ticket when its customer gives up waiting for a person', () => {
    const room = roomIn('assistant')
    const asked = say('刻字服务怎么收费')
    room.take(asked)
    room.take(answerWith(unknownTurn, asked.id))
    room.take(requestPerson())
    expect(room.take(command('close-conversation', {}))).toEqual(['v1.TicketOpened', 'v1.ConversationClosed'])
    expect(told(room)).toMatchObject({ title: '刻字服务怎么收费' })
  })

  it('[T31] is none when a customer who gives up says that it is settled', () => {
    const givingUp = () => {
      const room = roomIn('assistant')
      room.take(say('刻字服务怎么收费'))
      room.take(requestPerson())
      return room
    }
    expect(isGivenUp(givingUp().state)).toBe(true)
    expect(givingUp().take(command('close-conversation', { unsolved: false }))).toEqual(['v1.ConversationClosed'])
    expect(givingUp().take(command('close-conversation', { unsolved: true }))).toEqual(['v1.TicketOpened', 'v1.ConversationClosed'])
    expect(isGivenUp(roomIn('waiting').state)).toBe(false)
    expect(isGivenUp(roomIn('message-left').state)).toBe(false)
  })

  it('[T31] is one where they wish for it when a customer has left the line, or was not answered by the assistant', () => {
    const leaving = () => {
      const room = roomIn('assistant')
      const asked = say('退款没到，转人工')
      room.take(asked)
      room.take({ ...requestPerson(), id: derivedCommandId(asked.id, 'p') })
      room.take(command('leave-queue', {}))
      return room
    }
    expect(isGivenUp(leaving().state)).toBe(true)
    expect(leaving().take(command('close-conversation', {}))).toEqual(['v1.ConversationClosed'])
    const room = leaving()
    expect(room.take(command('close-conversation', { unsolved: true }))).toEqual(['v1.TicketOpened', 'v1.ConversationClosed'])
    expect(told(room)).toMatchObject({ title: '退款没到，转人工' })
    const unknown = roomIn('assistant')
    const asked = say('刻字服务怎么收费')
    unknown.take(asked)
    unknown.take(answerWith(unknownTurn, asked.id))
    expect(isGivenUp(unknown.state)).toBe(true)
  })

  it('[T31] is none when nothing was asked but for a person', () => {
    for (const words of ['转人工客服', '你好，转人工', '转人工，谢谢！']) {
      const room = roomIn('assistant')
      const wish = say(words)
      room.take(wish)
      room.take({ ...requestPerson(), id: derivedCommandId(wish.id, 'p') })
      expect(isGivenUp(room.state)).toBe(false)
      expect(room.take(command('close-conversation', {}))).toEqual(['v1.ConversationClosed'])
    }
  })

  it('[T31] is none when all was answered, or when a customer says unsolved with the assistant', () => {
    const room = roomIn('assistant')
    const asked = say('几天能退')
    room.take(asked)
    room.take(answerWith(answerTurn, asked.id))
    room.take(requestPerson())
    expect(room.take(command('close-conversation', {}))).toEqual(['v1.ConversationClosed'])
    expect(roomIn('assistant').take(command('close-conversation', { unsolved: true }))).toEqual(['v1.ConversationClosed'])
  })
})

describe('[T32] a ticket by hand', () => {
  it('[T32] is made by the seat that serves or served, with what it puts', () => {
    const room = roomIn('closed')
    room.take(byHand({ title: ' 冰箱\n不制冷 ', problem: ' 压缩机不转 ' }), serving)
    expect(at(room.events, -1).data).toMatchObject({
      title: '冰箱 不制冷',
      type: 'fault',
      urgency: 'high',
      problem: '压缩机不转',
      reason: 'by-hand',
    })
  })

  it('[T32] is called by what the customer said where nothing is put, within its limits', () => {
    const room = roomIn('person')
    room.take(say('冰箱不制冷了'))
    room.take(byHand({ title: '' }), serving)
    expect(titleOf(room)).toBe('冰箱不制冷了')
    expect(roomIn('person').refusalOf(byHand({ title: '长'.repeat(LIMITS.ticketTitle + 1) }), serving)).toBe('text-too-long')
    expect(roomIn('person').refusalOf(byHand({ problem: '长'.repeat(LIMITS.messageText + 1) }), serving)).toBe('text-too-long')
  })

  it('[T32] is not the customer’s to make', () => {
    expect(roomIn('person').refusalOf(byHand())).toBe('not-allowed')
  })
})

describe('[T33] what its customer says to a ticket', () => {
  it('[T33] is of this conversation alone, not empty, within the limit', () => {
    const { room, ticket } = withTicket()
    expect(room.refusalOf(sayTo(ticketIdOf(commandId())))).toBe('not-found')
    expect(room.refusalOf(sayTo(ticket, 'addition', ' \u200b'))).toBe('text-empty')
    expect(room.refusalOf(sayTo(ticket, 'addition', '长'.repeat(LIMITS.messageText + 1)))).toBe('text-too-long')
    expect(room.refusalOf(sayTo(ticket, 'urge', ''))).toBeNull()
    expect(room.take(sayTo(ticket))).toEqual(['v1.TicketAdded'])
    expect(room.state.lastFrom.customer).toBe(room.state.seq)
  })

  it('[T33] goes on after the end of the conversation', () => {
    const { room, ticket } = withTicket()
    room.take(command('close-conversation', {}))
    expect(room.take(sayTo(ticket))).toEqual(['v1.TicketAdded'])
  })

  it('[T33] presses for it once a day, and not for what is settled', () => {
    const { room, ticket, moves } = withTicket()
    room.take(sayTo(ticket, 'urge', ''))
    expect(room.refusalOf(sayTo(ticket, 'urge', ''))).toBe('urged-too-soon')
    expect(urgeAgainAt(told(room), room.now)).toBe(room.now + DAY)
    room.now += DAY
    expect(urgeAgainAt(told(room), room.now)).toBeNull()
    expect(room.refusalOf(sayTo(ticket, 'urge', ''))).toBeNull()
    moves({ status: 'resolved' })
    expect(room.refusalOf(sayTo(ticket, 'urge', ''))).toBe('ticket-step')
    expect(room.refusalOf(sayTo(ticket)), 'a word on a resolved one says that it is not').toBeNull()
  })

  it('[T33] takes up again what is settled, within its time, and nothing else', () => {
    const { room, ticket, moves } = withTicket()
    expect(room.refusalOf(sayTo(ticket, 'reopen', ''))).toBe('ticket-step')
    moves({ status: 'closed' })
    expect(room.refusalOf(sayTo(ticket))).toBe('ticket-closed')
    room.now += LIMITS.ticketReopen
    expect(room.refusalOf(sayTo(ticket, 'reopen', ''))).toBeNull()
    room.now += 1
    expect(room.refusalOf(sayTo(ticket, 'reopen', ''))).toBe('ticket-reopen-too-late')
  })

  it('[T33] goes on to the ticket that has taken it in', () => {
    const { room, ticket, moves } = withTicket()
    moves({ what: 'merged', status: 'closed' })
    expect(room.refusalOf(sayTo(ticket))).toBeNull()
    expect(room.refusalOf(sayTo(ticket, 'urge', ''))).toBeNull()
  })
})

describe('[T34] what a ticket tells', () => {
  it('[T34] is taken of a ticket about itself, of one that was split off, and of what was taken in', () => {
    const { room, ticket } = withTicket()
    const other = ticketIdOf(commandId())
    expect(room.refusalOf(note(ticketIdOf(commandId())), of(other))).toBe('not-found')
    expect(room.take(note(other, { title: '发票' }), of(other))).toEqual(['v1.TicketMoved'])
    expect(told(room)).toMatchObject({ id: other, title: '发票', status: 'processing' })
    expect(room.refusalOf(note(ticket), of(other))).toBeNull()
  })

  it('[T34] an answer is a message of the seat that gave it, to be marked as read', () => {
    const { room, moves } = withTicket()
    moves({ what: 'answer', seat: { id: serving.id, name: serving.name }, text: '明天上门' })
    expect(at(room.events, -1).by).toEqual({ kind: 'seat', id: serving.id, name: serving.name })
    expect(room.take(command('mark', { delivered: 99, read: 99 }))).toEqual(['v1.Marked'])
  })

  it('[T34] takes what was left out of the line when somebody has begun with all of it', () => {
    const { room, ticket, moves } = withTicket()
    const other = ticketIdOf(commandId())
    room.take(note(other, { status: 'received' }), of(other))
    moves({ status: 'processing' })
    expect(room.state.phase.name).toBe('waiting')
    room.take(note(other, { status: 'processing' }), of(other))
    expect(room.state.phase).toEqual({ name: 'assistant' })
    expect(room.state.tickets.map(({ id }) => id)).toEqual([ticket, other])
  })

  it('[T34] leaves whoever waits for a person in the line', () => {
    const { room, moves } = withTicket()
    room.take(requestPerson())
    moves({ status: 'processing' })
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: true })
  })

  it('[T34] knows the same standings as the ticket itself', () => {
    expect(TOLD_STATUSES).toEqual(TICKET_STATUSES)
  })
})

describe('[T38] the thread of a conversation with a ticket', () => {
  it('[T38] shows the ticket as it stands now, each move, the answers and what was added', () => {
    const { room, ticket, moves } = withTicket()
    moves({ what: 'assigned', status: 'received', seat: { id: serving.id, name: serving.name } })
    moves({ what: 'answer', status: 'awaiting-customer', seat: { id: serving.id, name: serving.name }, text: '请发照片' })
    room.take(sayTo(ticket, 'addition', '已发'))
    const items = thread(room.events).slice(-4)
    expect(items.map(({ body }) => body)).toEqual([
      { kind: 'ticket', ticket, title: '冰箱不制冷', reason: 'message', status: 'awaiting-customer' },
      {
        kind: 'ticket-moved',
        ticket,
        title: '冰箱不制冷',
        what: 'assigned',
        status: 'received',
        seat: { id: serving.id, name: serving.name },
        text: '',
      },
      expect.objectContaining({ kind: 'ticket-moved', what: 'answer', text: '请发照片' }),
      { kind: 'ticket-added', ticket, what: 'addition', text: '已发' },
    ])
    expect(items.map(({ by }) => by.kind)).toEqual(['customer', 'system', 'seat', 'customer'])
    expect(new Set(thread(room.events).map(({ key }) => key)).size).toBe(thread(room.events).length)
  })

  it('[T38] shows what is added without a network as pending, and what is refused with its words', () => {
    const { room, ticket } = withTicket()
    const pending = { at: room.now, refused: null, stage: 'kept', heldUntil: null } as const
    const added = sayTo(ticket, 'addition', '还漏水')
    const view = viewOf(room.events, [{ ...pending, command: added }], customer, library)
    expect(at(view.items, -1)).toMatchObject({ id: added.id, stage: 'kept', body: { kind: 'ticket-added', text: '还漏水' } })
    const refused = viewOf(room.events, [{ ...pending, refused: 'ticket-closed', command: added }], customer, library)
    expect(at(refused.items, -1)).toMatchObject({ refused: 'ticket-closed', body: { kind: 'ticket-added', text: '还漏水' } })
  })

  it('[T38] has the shape that travels, and folds from any snapshot', () => {
    const { room, ticket, moves } = withTicket()
    moves({ what: 'answer', seat: { id: serving.id, name: serving.name }, text: '请发照片' })
    room.take(sayTo(ticket))
    for (const event of room.events) expect([is(StoredEvent, event), isWellFormed(event)]).toEqual([true, true])
    for (let cut = 0; cut <= room.events.length; cut++) {
      const snapshot = JSON.parse(JSON.stringify(room.events.slice(0, cut).reduce(applyStored, newConversation)))
      expect(room.events.slice(cut).reduce(applyStored, snapshot)).toEqual(room.state)
    }
  })
})
