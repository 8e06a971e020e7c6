import { describe, expect, it } from 'vitest'
import type { RefusalCode } from '../../../shared/base/refusal.ts'
import type { ConversationCommand } from '../../../shared/conversation/commands.ts'
import { newConversation } from '../../../shared/conversation/state.ts'
import { fold, type Pending, progressOf, type View, viewOf } from '../../../shared/sync/replica.ts'
import { customer, serving } from '../../support/actors.ts'
import { library } from '../../support/articles.ts'
import {
  answerTurn,
  answerWith,
  command,
  judge,
  leaveMessage,
  open,
  requestPerson,
  roomIn,
  START,
  say,
  unknownTurn,
} from '../../support/conversations.ts'
import { at } from '../../support/ids.ts'

const pending = (asked: ConversationCommand, refused: RefusalCode | null = null): Pending => ({
  command: asked,
  at: START + 1000,
  refused,
  stage: 'kept',
  heldUntil: null,
})
const view = (events: Parameters<typeof viewOf>[0], waiting: Pending[] = [], actor: Parameters<typeof viewOf>[2] = customer) =>
  viewOf(events, waiting, actor, library)
const textsOf = ({ items }: View) =>
  items.map(
    ({ body, stage, refused }) =>
      `${body.kind === 'text' ? body.text : body.kind}${stage !== 'confirmed' && !refused ? '…' : ''}${refused ? '!' : ''}`,
  )

describe('[P15] what the screen shows', () => {
  it('[P15] of confirmed events alone is their thread and their state', () => {
    const room = roomIn('person')
    const shown = view(room.events)
    expect(textsOf(shown)).toEqual(['你好', 'turn', 'notice', 'notice', '我是林晓'])
    expect(shown.state).toEqual(room.state)
    expect(shown.confirmed).toEqual(room.state)
    expect(fold(room.events)).toEqual(room.state)
  })

  it('[P15] a whole conversation without a network: opened, asked, answered, a person asked for', () => {
    const question = say('几天能退')
    const answer = answerWith(answerTurn, question.id)
    const shown = view(
      [],
      [open(), question, answer, judge(answer.id, true), requestPerson()].map((each) => pending(each)),
    )
    expect(textsOf(shown)).toEqual(['几天能退…', 'turn…', 'notice…'])
    expect(at(shown.items, 1).body).toMatchObject({ kind: 'turn', helpful: true, turn: { text: '自签收次日起七天内可以退货。' } })
    expect(shown.state.phase).toMatchObject({ name: 'waiting', live: true })
    expect(shown.confirmed).toEqual(newConversation)
  })

  it('[P15] pending stands over confirmed, in the order of the outbox', () => {
    const room = roomIn('assistant')
    expect(textsOf(view(room.events, [pending(say('一')), pending(say('二'))]))).toEqual(['你好', 'turn', '一…', '二…'])
  })

  it('[P15] what a pending command does to a confirmed line is shown, and the line stays confirmed', () => {
    const room = roomIn('assistant')
    const shown = view(room.events, [pending(judge(room.answer, false))])
    expect(at(shown.items, 1)).toMatchObject({ stage: 'confirmed', body: { helpful: false } })
  })

  it('[P15] a pending command can bring about more than one event', () => {
    const shown = view(roomIn('assistant').events, [pending(answerWith(unknownTurn)), pending(answerWith(unknownTurn))])
    expect(textsOf(shown)).toEqual(['你好', 'turn', 'turn…', 'turn…', 'notice…'])
    expect(new Set(shown.items.map((item) => item.key)).size).toBe(shown.items.length)
  })

  it('[P15] a command whose events are confirmed is not shown twice, though its row is still there', () => {
    const room = roomIn('assistant')
    const sent = say('一')
    room.take(sent)
    const waiting = [pending(sent), pending(say('二'))]
    expect(textsOf(view(room.events, waiting))).toEqual(['你好', 'turn', '一', '二…'])
    const before = view(room.events.slice(0, -1), waiting)
    const keyOf = (shown: View) => shown.items.find(({ body }) => body.kind === 'text' && body.text === '一')?.key
    expect(keyOf(before), 'and its line keeps its key when it is confirmed').toBe(keyOf(view(room.events, waiting)))
  })

  it('[P15] changes neither events nor rows', () => {
    const room = roomIn('assistant')
    const waiting = [pending(say('一'))]
    const before = structuredClone({ events: room.events, waiting })
    view(room.events, waiting)
    expect({ events: room.events, waiting }).toEqual(before)
  })
})

describe('[P16] words that are not sent', () => {
  it('[P16] what the room refused stays, marked with the reason, after everything else', () => {
    const room = roomIn('closed')
    const shown = view(room.events, [pending(say('还有一件事'), 'conversation-closed')])
    expect(at(shown.items, -1)).toMatchObject({
      stage: 'kept',
      refused: 'conversation-closed',
      body: { kind: 'text', text: '还有一件事' },
      by: { kind: 'customer' },
    })
    expect(shown.state).toEqual(room.state)
  })

  it('[P16] what the room will probably refuse stays as unsent until it did', () => {
    const shown = view(roomIn('closed').events, [pending(say('还有一件事'))])
    expect(at(shown.items, -1)).toMatchObject({ stage: 'kept', refused: null, body: { text: '还有一件事' } })
  })

  it('[P16] a left message keeps its contact, a seat’s words their author', () => {
    const left = view(roomIn('person').events, [pending(leaveMessage('请回电', '138'), 'already-with-person')])
    expect(at(left.items, -1).body).toEqual({ kind: 'text', text: '请回电', contact: '138' })
    const ofSeat = view(roomIn('closed').events, [pending(say('再见'), 'conversation-closed')], serving)
    expect(at(ofSeat.items, -1).by).toEqual({ kind: 'seat', id: serving.id, name: serving.name })
  })

  it('[P16] a refused command without words leaves no line and holds up nobody', () => {
    const shown = view(roomIn('assistant').events, [pending(requestPerson(), 'already-waiting'), pending(say('一'))])
    expect(textsOf(shown)).toEqual(['你好', 'turn', '一…'])
  })
})

describe('[P17] how far a message has come', () => {
  const last = (shown: View) => at(shown.items, -1)

  const told = (stage: Pending['stage'], live: boolean, heldUntil: number | null = null) => {
    const shown = view(roomIn('person').events, [{ ...pending(say('在吗')), stage, heldUntil }])
    return progressOf(last(shown), shown.confirmed, 'customer', live, START)
  }

  it('[P17] on its way: saving on the page, resting, here, under way, received', () => {
    expect(told('saving', true)).toBe('saving')
    expect(told('kept', true, START + 5000)).toBe('held')
    expect(told('kept', true, START)).toBe('here')
    expect(told('kept', true)).toBe('here')
    expect(told('left', true)).toBe('sending')
    expect(told('left', false), 'a socket that is gone may have taken it along').toBe('here')
    expect(told('received', false)).toBe('sent')
  })

  it('[P17] here, sent, delivered, read', () => {
    const room = roomIn('person')
    const sent = say('在吗')
    const waiting = view(room.events, [pending(sent)])
    expect(progressOf(last(waiting), waiting.confirmed, 'customer', true, START)).toBe('here')

    room.take(sent)
    const { seq } = room.state
    const told = () => progressOf(last(view(room.events)), view(room.events).confirmed, 'customer', true, START)
    expect(told()).toBe('sent')
    room.take(command('mark', { delivered: seq, read: 0 }), serving)
    expect(told()).toBe('delivered')
    room.take(command('mark', { delivered: seq, read: seq }), serving)
    expect(told()).toBe('read')
  })

  it('[P17] each side is told by the marks of the other', () => {
    const room = roomIn('person')
    const { seq } = room.state
    const told = () => progressOf(last(view(room.events)), room.state, 'seat', true, START)
    room.take(command('mark', { delivered: 99, read: 99 }), serving)
    expect(told()).toBe('sent')
    room.take(command('mark', { delivered: seq, read: seq }), customer)
    expect(told()).toBe('read')
  })

  it('[P17] a pending mark is not yet true', () => {
    const room = roomIn('person')
    const shown = view(room.events, [pending(command('mark', { delivered: 99, read: 99 }))])
    expect(shown.state.marks.customer.read).toBe(6)
    expect(progressOf(last(shown), shown.confirmed, 'seat', true, START)).toBe('sent')
  })

  it('[P17] refused stands above all', () => {
    const shown = view(roomIn('closed').events, [pending(say('一'), 'conversation-closed')])
    expect(progressOf(last(shown), shown.confirmed, 'customer', true, START)).toBe('refused')
  })
})
