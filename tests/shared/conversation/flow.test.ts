import { describe, expect, it } from 'vitest'
import type { FlowTurn } from '../../../shared/conversation/dialogue.ts'
import { PACK } from '../../support/articles.ts'
import { answerWith, open, requestPerson, roomIn, say, TestRoom } from '../../support/conversations.ts'

const asked: FlowTurn = {
  kind: 'flow',
  pack: PACK,
  flow: 'return',
  parts: [{ kind: 'step', flow: 'return', step: 'reason' }],
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
const handed: FlowTurn = { ...asked, parts: [{ kind: 'step', flow: 'return', step: 'hand' }], dialogue: null, outcome: 'requested' }

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
      turn: { name: '退货', parts: [{ kind: 'ask', text: '为什么退？', options: ['不喜欢', '质量问题'] }] },
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
    expect(made.take(answerWith(handed))).toEqual(['v1.FlowAdvanced', 'v1.RequestMade'])
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

  it('[C13] none is said while somebody waits for a person', () => {
    expect(roomIn('waiting').refusalOf(answerWith(asked))).toBe('already-waiting')
    expect(roomIn('person').refusalOf(answerWith(asked))).toBe('already-with-person')
  })

  it('[C21] asks for a person where the flow ends so, with what was told kept', () => {
    const made = room()
    expect(made.take(answerWith({ ...asked, outcome: 'person' }))).toEqual(['v1.FlowAdvanced', 'v1.PersonRequested'])
    expect(made.state.dialogue?.slots.order?.value).toBe('1')
    expect(made.refusalOf(requestPerson())).toBe('already-waiting')
  })
})
