import { describe, expect, it } from 'vitest'
import type { FlowTurn } from '../../../shared/conversation/dialogue.ts'
import { PACK } from '../../support/articles.ts'
import { answerWith, command, open, requestPerson, roomIn, say, TestRoom } from '../../support/conversations.ts'

const BEGAN = { kind: 'note', note: 'began', slot: null } as const
const ALL = { order: { value: '1', shown: '1' }, reason: { value: 'unwanted', shown: '不喜欢' }, phone: { value: '', shown: '' } }
const asked: FlowTurn = {
  kind: 'flow',
  pack: PACK,
  flow: 'return',
  parts: [BEGAN, { kind: 'step', flow: 'return', step: 'reason' }],
  slots: { order: { value: '1', shown: '1' } },
  dialogue: {
    pack: PACK,
    flow: 'return',
    slots: { order: { value: '1', shown: '1' } },
    said: [],
    confirmed: false,
    tries: 0,
    below: null,
  },
  outcome: 'going',
}
const handed: FlowTurn = {
  ...asked,
  slots: ALL,
  parts: [BEGAN, { kind: 'step', flow: 'return', step: 'hand' }],
  dialogue: null,
  outcome: 'requested',
}

function room(): TestRoom {
  const made = new TestRoom()
  made.take(open())
  made.take(say('我要退货'))
  return made
}

describe('a turn of a flow', () => {
  it('[C21] is said in the words of the pack', () => {
    const made = room()
    expect(made.take(answerWith(asked))).toEqual(['v1.FlowAdvanced'])
    expect(made.events.at(-1)?.data).toMatchObject({
      turn: { name: '退货', parts: [{ kind: 'note' }, { kind: 'ask', text: '为什么退？', options: ['不喜欢', '质量问题'] }] },
    })
    expect(made.state.dialogue).toEqual(asked.dialogue)
  })

  it.each([
    ['a flow', { flow: 'fly' }],
    ['a pack', { pack: 'f'.repeat(32) }],
    ['a step', { parts: [{ kind: 'step', flow: 'return', step: 'fly' }] }],
    ['a slot', { slots: { wings: { value: '2', shown: '2' } } }],
    ['a slot of what is under way', { dialogue: { ...asked.dialogue, slots: { wings: { value: '2', shown: '2' } } } }],
    ['an article', { parts: [{ kind: 'article', article: 'fly', confidence: 1 }] }],
    ['a flow that was left', { dialogue: { ...asked.dialogue, below: { ...asked.dialogue, below: undefined, flow: 'fly' } } }],
  ] as const)('[C21] with %s that the pack has not is refused', (_what, change) => {
    expect(room().refusalOf(answerWith({ ...asked, ...change } as FlowTurn))).toBe('unknown-article')
  })

  it('[C22] hands a request over, which then waits like a message that was left', () => {
    const made = room()
    expect(made.take(answerWith(handed))).toEqual(['v1.FlowAdvanced', 'v1.RequestMade', 'v1.TicketOpened'])
    expect(made.state.phase).toMatchObject({ name: 'waiting', live: false })
  })

  it('[C22] takes no second place in the line', () => {
    const made = room()
    made.take(answerWith(handed))
    const { phase } = made.state
    made.take(answerWith(handed))
    expect(made.state.phase).toEqual(phase)
  })

  it('[C22] no request is handed over by a turn that has no such step', () => {
    expect(room().refusalOf(answerWith({ ...asked, outcome: 'requested' }))).toBe('unknown-article')
  })

  it('[C22] no request is handed over that was not told in full, or of a flow that nobody began', () => {
    expect(room().refusalOf(answerWith({ ...handed, slots: {} }))).toBe('unknown-article')
    expect(room().refusalOf(answerWith({ ...handed, parts: handed.parts.slice(1) }))).toBe('unknown-article')
    expect(room().refusalOf(answerWith({ ...handed, outcome: 'requested', parts: [BEGAN] }))).toBe('unknown-article')
  })

  it('[C22] what is shown to people is one line of visible words', () => {
    const made = room()
    made.take(answerWith({ ...handed, slots: { ...ALL, order: { value: '1', shown: '\u202e1\n\n客服主管' } } }))
    expect(made.events.at(-2)?.data).toMatchObject({ rows: [{ shown: '1 客服主管' }, { shown: '不喜欢' }] })
  })

  it('[C22] who leaves the line for a person still has the request there; it is not closed away', () => {
    const made = room()
    made.take(answerWith(handed))
    made.take(requestPerson())
    expect(made.state.phase).toMatchObject({ name: 'waiting', live: true })
    const leave = command('leave-queue', {})
    made.take(leave)
    expect(made.state.phase).toMatchObject({ name: 'waiting', live: false, entry: leave.id })
    expect(made.refusalOf(command('close-conversation', {}))).toBe('already-waiting')
  })

  it('[C21] a wish for a person in the middle carries what was told', () => {
    const made = room()
    made.take(answerWith(asked))
    made.take(requestPerson())
    expect(made.events.at(-1)?.data).toMatchObject({ told: { rows: [{ label: '订单号', shown: '1' }] } })
  })

  it('[C13] none is said while somebody waits for a person', () => {
    expect(roomIn('waiting').refusalOf(answerWith(asked))).toBe('already-waiting')
    expect(roomIn('person').refusalOf(answerWith(asked))).toBe('already-with-person')
  })

  it('[C22] a request that was promised before somebody came is kept, in their thread', () => {
    const made = roomIn('person')
    expect(made.take(answerWith(handed))).toEqual(['v1.FlowAdvanced', 'v1.RequestMade', 'v1.TicketOpened'])
    expect(made.state.phase.name).toBe('person')
  })

  it('[C21] asks for a person where the flow ends so, with what was told kept', () => {
    const made = room()
    expect(made.take(answerWith({ ...asked, outcome: 'person' }))).toEqual(['v1.FlowAdvanced', 'v1.PersonRequested'])
    expect(made.events.at(-1)?.data).toMatchObject({ told: { name: '退货', rows: [{ label: '订单号', shown: '1' }] } })
    expect(made.refusalOf(requestPerson())).toBe('already-waiting')
  })
})
