import { describe, expect, it } from 'vitest'
import type { CommandId } from '../../../shared/base/ids.ts'
import type { Dialogue, FlowTurn } from '../../../shared/conversation/dialogue.ts'
import { applyStored, newConversation } from '../../../shared/conversation/state.ts'
import { thread } from '../../../shared/conversation/thread.ts'
import { viewOf } from '../../../shared/sync/replica.ts'
import { connector, customer, queueActor } from '../../support/actors.ts'
import { library, PACK } from '../../support/articles.ts'
import { answerWith, assign, command, open, requestPerson, say, TestRoom } from '../../support/conversations.ts'
import { at } from '../../support/ids.ts'

const FLOW = 'where-is-it'
const BEGAN = { kind: 'note', note: 'began', slot: null } as const
const step = (id: string) => ({ kind: 'step', flow: FLOW, step: id }) as const
const told = (value: string) => ({ value, shown: value })
const SLOTS = { order: told('20261120881234'), tail: told('0001') }
const dialogue: Dialogue = { pack: PACK, flow: FLOW, slots: SLOTS, said: [], confirmed: false, tries: 0, below: null }
const asks: FlowTurn = { kind: 'flow', pack: PACK, flow: FLOW, parts: [BEGAN, step('look')], slots: SLOTS, dialogue, outcome: 'going' }
const cancelled: FlowTurn = { ...asks, parts: [{ kind: 'note', note: 'cancelled', slot: null }], dialogue: null, outcome: 'cancelled' }
const SHIPPED = { 'order-status': 'shipped', carrier: '顺丰' }

/** A conversation in which an order is being looked up, and the id of that action. */
function asking(turn = asks): { room: TestRoom; action: CommandId } {
  const room = new TestRoom()
  room.take(open())
  room.take(say('查一下我的订单'))
  expect(room.take(answerWith(turn))).toEqual(['v1.FlowAdvanced', 'v1.ActionAsked'])
  return { room, action: at(room.state.acts, -1).id }
}
const settle = (action: CommandId, outcome = 'found', facts: Record<string, string> = SHIPPED) =>
  command('settle-action', { action, outcome, facts }, `${action}.done` as CommandId)
const textsOf = (room: TestRoom) =>
  thread(room.events).flatMap(({ body }) =>
    body.kind === 'flow' ? body.turn.parts.flatMap((part) => ('text' in part ? part.text : [])) : [],
  )
const kindsOf = (room: TestRoom) => thread(room.events).map(({ body }) => (body.kind === 'notice' ? body.notice.kind : body.kind))

describe('an action', () => {
  it('[C24] is asked for by the room with what was told, once', () => {
    const { room, action } = asking()
    expect(action).toMatch(/\.act1$/)
    expect(room.events.at(-1)?.data).toMatchObject({
      action: 'look-up-order',
      parameters: { order: '20261120881234', tail: '0001' },
      text: '正在查询 20261120881234。',
    })
    // Somebody thanks meanwhile; the flow is still at its action.
    const thanks = { ...asks, parts: [{ kind: 'note', note: 'back', slot: null } as const, step('look')] }
    expect(room.take(answerWith(thanks))).toEqual(['v1.FlowAdvanced'])
    expect(room.state.acts).toHaveLength(1)
  })

  it('[C24] is asked for anew when what it was asked with is taken back', () => {
    const { room, action } = asking()
    const slots = { ...SLOTS, order: told('20261120889999') }
    const changed: FlowTurn = {
      ...asks,
      parts: [{ kind: 'note', note: 'changed', slot: 'order' }, step('look')],
      slots,
      dialogue: { ...dialogue, slots },
    }
    expect(room.take(answerWith(changed))).toEqual(['v1.FlowAdvanced', 'v1.ActionAsked'])
    // The first answer is told, and the flow waits for the second.
    expect(room.take(settle(action), connector)).toEqual(['v1.ActionSettled'])
    expect(room.take(settle(at(room.state.acts, -1).id), connector)).toEqual(['v1.ActionSettled', 'v1.FlowAdvanced'])
    expect(textsOf(room)).toContain('20261120889999 已发货，顺丰。')
  })

  it('[C24] begun anew, a flow does not answer with what came back before', () => {
    const { room, action } = asking()
    room.take(settle(action), connector)
    expect(room.take(answerWith(asks))).toEqual(['v1.FlowAdvanced', 'v1.ActionAsked'])
  })

  it('[C24] no device puts words in the mouth of the desk: facts are not slots', () => {
    const { room } = asking()
    const forged = { ...asks, slots: { ...SLOTS, carrier: told('骗子') } }
    expect(room.refusalOf(answerWith(forged))).toBe('unknown-article')
    expect(room.take(answerWith({ ...asks, parts: [step('told')] }))).toEqual(['v1.FlowAdvanced'])
    expect(textsOf(room).at(-1)).toBe('20261120881234 ，。')
  })

  it('[C25] is settled by the connector alone', () => {
    const { room, action } = asking()
    for (const actor of [customer, queueActor]) expect(room.refusalOf(settle(action), actor)).toBe('not-allowed')
  })

  it('[C25] leads on by itself, and the log gives the same words again', () => {
    const { room, action } = asking()
    expect(room.take(settle(action), connector)).toEqual(['v1.ActionSettled', 'v1.FlowAdvanced'])
    expect(textsOf(room).slice(-2)).toEqual(['20261120881234 已发货，顺丰。', '还有什么可以帮您？'])
    expect(kindsOf(room)).toEqual(['text', 'flow', 'action', 'flow'])
    expect(room.state.dialogue).toBeNull()
    expect(room.events.reduce(applyStored, newConversation)).toEqual(room.state)
    // Told twice, it is told once.
    expect(room.take({ ...settle(action), id: `${action}.again` as CommandId }, connector)).toEqual([])
  })

  it('[C25] may lead to a question, and to another action, under an id of its own', () => {
    const { room, action } = asking()
    room.take(settle(action, 'found', { 'order-status': 'paid' }), connector)
    expect(textsOf(room).at(-1)).toBe('要催一下吗？')
    const place = room.state.dialogue as Dialogue
    const slots = { ...place.slots, more: told('yes') }
    room.take(answerWith({ ...asks, parts: [step('urge')], slots, dialogue: { ...place, slots } }))
    const second = at(room.state.acts, -1)
    expect(second).toMatchObject({ action: 'urge-dispatch', settled: null })
    room.take(settle(second.id, 'done', {}), connector)
    expect(textsOf(room)).toContain('已催促。')
  })

  it('[C25] that nobody could do leads to the people, without a word of having tried', () => {
    const { room, action } = asking()
    expect(room.take(settle(action, 'unavailable', {}), connector)).toEqual([
      'v1.ActionSettled',
      'v1.FlowAdvanced',
      'v1.RequestMade',
      'v1.TicketOpened',
    ])
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: false, entry: `${action}.done` })
    expect(kindsOf(room)).not.toContain('action')
    expect(kindsOf(room)).not.toContain('asking')
  })

  it.each([
    ['the flow was cancelled', (room: TestRoom) => room.take(answerWith(cancelled))],
    ['somebody waits for a person', (room: TestRoom) => room.take(requestPerson())],
    [
      'a person has joined',
      (room: TestRoom) => {
        const wish = requestPerson()
        room.take(wish)
        room.take(assign(wish.id), queueActor)
      },
    ],
    ['the conversation is closed', (room: TestRoom) => room.take(command('close-conversation', {}))],
  ] as const)('[C25] is told also when %s meanwhile, and leads nowhere', (_what, happens) => {
    const { room, action } = asking()
    happens(room)
    const { phase } = room.state
    expect(room.take(settle(action), connector)).toEqual(['v1.ActionSettled'])
    expect(at(thread(room.events), -1).body).toMatchObject({ kind: 'action', late: true, facts: [{ shown: '已发货' }, { shown: '顺丰' }] })
    expect(room.state.phase).toEqual(phase)
  })

  it('[C25] goes on after who waited for a person no longer does', () => {
    const { room, action } = asking()
    room.take(requestPerson())
    room.take(settle(action), connector)
    expect(room.take(command('leave-queue', {}))).toEqual(['v1.QueueLeft', 'v1.FlowAdvanced'])
    expect(textsOf(room)).toContain('20261120881234 已发货，顺丰。')
  })

  it('[C26] a turn made before its device knew keeps what it answers and undoes nothing', () => {
    const { room, action } = asking()
    room.take(settle(action, 'found', { 'order-status': 'paid' }), connector)
    const place = room.state.dialogue
    const late = {
      ...asks,
      parts: [
        { kind: 'article', article: 'invoice', confidence: 1 } as const,
        { kind: 'note', note: 'back', slot: null } as const,
        step('look'),
      ],
    }
    expect(room.take(answerWith(late))).toEqual(['v1.FlowAdvanced'])
    expect(room.state.dialogue).toEqual(place)
    expect(at(thread(room.events), -1).body).toMatchObject({ turn: { parts: [{ kind: 'article' }] } })
    expect(room.take(answerWith({ ...asks, parts: late.parts.slice(1) }))).toEqual([])
  })

  it('[C26] also where the flow has ended meanwhile', () => {
    const { room, action } = asking()
    room.take(settle(action), connector)
    const late = { ...asks, parts: [{ kind: 'article', article: 'invoice', confidence: 1 } as const, step('look')] }
    expect(room.take(answerWith(late))).toEqual(['v1.FlowAdvanced'])
    expect(room.state.dialogue).toBeNull()
  })

  it('[C26] what came back while another flow was under way is told by the room when it comes back to the first', () => {
    const { room, action } = asking()
    const { below: _none, ...below } = dialogue
    const title = told('山海公司')
    const other: Dialogue = { pack: PACK, flow: 'invoice-request', slots: {}, said: [], confirmed: false, tries: 0, below }
    const part = (id: string) => ({ kind: 'step', flow: 'invoice-request', step: id }) as const
    room.take(answerWith({ ...asks, flow: 'invoice-request', parts: [BEGAN, part('title')], slots: {}, dialogue: other }))
    expect(room.take(settle(action), connector)).toEqual(['v1.ActionSettled'])
    const back = { kind: 'note', note: 'back', slot: null } as const
    const ends: FlowTurn = {
      ...asks,
      flow: 'invoice-request',
      parts: [part('hand'), part('end'), back],
      slots: { title },
      dialogue: { ...below, below: null },
      outcome: 'requested',
    }
    expect(room.take(answerWith(ends))).toEqual(['v1.FlowAdvanced', 'v1.RequestMade', 'v1.TicketOpened', 'v1.FlowAdvanced'])
    expect(textsOf(room).at(-1)).toBe('还有什么可以帮您？')
    expect(room.state.dialogue).toBeNull()
  })

  it('[C27] without a network it is shown as not begun, then as under way, and as done only by what came back', () => {
    const { room } = asking()
    const sent = room.events.slice(0, 2)
    const wish = { ...answerWith(asks), id: at(room.events, -1).cause }
    const pending = { command: wish, at: 1, refused: null, stage: 'kept', heldUntil: null } as const
    const offline = at(viewOf(sent, [pending], customer, library).items, -1)
    expect(offline).toMatchObject({ stage: 'kept', body: { kind: 'asking', text: '正在查询 20261120881234。' } })
    const online = viewOf(room.events, [], customer, library).items
    expect(at(online, -1)).toMatchObject({ key: offline.key, stage: 'confirmed', body: { kind: 'asking' } })
    expect(online.filter(({ body }) => body.kind === 'action')).toEqual([])
  })
})
