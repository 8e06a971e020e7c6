import { describe, expect, it } from 'vitest'
import { type Knowledge, respond } from '../../../shared/assistant/respond.ts'
import { buildIndex } from '../../../shared/knowledge/index.ts'
import { retrieve } from '../../../shared/knowledge/retrieve.ts'
import { ARTICLES, PACK, VAGUE } from '../../support/articles.ts'
import { answerWith, PHASES, roomIn } from '../../support/conversations.ts'

const knowledge: Knowledge = { version: PACK, index: buildIndex(ARTICLES), flows: [], beginnings: null, flow: () => undefined }
const HEARD = { today: '2026-01-15' }
const [vague = ''] = VAGUE.filter((question) => retrieve(knowledge.index, question).kind === 'choices')
const NOTHING = { do: 'nothing' }
const PERSON = { do: 'request-person' }
const answered = { do: 'say', turn: { kind: 'answer', pack: PACK, article: 'invoice', confidence: expect.any(Number) } }
const unknown = { do: 'say', turn: { kind: 'unknown', confidence: expect.any(Number) } }
const small = (topic: string) => ({ do: 'say', turn: { kind: 'small-talk', topic } })

describe('respond', () => {
  it.each([
    ['assistant', '转人工', PERSON],
    ['assistant', '你好', small('greeting')],
    ['assistant', '谢谢', small('thanks')],
    ['assistant', '再见', small('goodbye')],
    ['assistant', '怎么开发票', answered],
    ['assistant', '👍', unknown],
    ['waiting', '转人工', NOTHING],
    ['waiting', '你好', NOTHING],
    ['waiting', '怎么开发票', answered],
    ['waiting', vague, NOTHING],
    ['waiting', '👍', NOTHING],
    ['message-left', '转人工', PERSON],
    ['message-left', '谢谢', small('thanks')],
    ['message-left', '怎么开发票', answered],
    ['message-left', '👍', unknown],
    ['new', '怎么开发票', NOTHING],
    ['new', '转人工', NOTHING],
    ['person', '怎么开发票', NOTHING],
    ['person', '转人工', NOTHING],
    ['closed', '怎么开发票', NOTHING],
    ['closed', '转人工', NOTHING],
    ['closed-unserved', '你好', NOTHING],
  ] as const)('[K8] in the phase %s, to %j', (phase, text, expected) => {
    expect(respond(roomIn(phase).state, text, knowledge, HEARD)).toEqual(expected)
  })

  it('[K8] offers what it is not sure of, by name', () => {
    expect(vague).not.toBe('')
    const response = respond(roomIn('assistant').state, vague, knowledge, HEARD)
    expect(response).toMatchObject({ do: 'say', turn: { kind: 'choices', pack: PACK } })
  })

  it('[K8] without a pack it knows nothing but small talk and the wish for a person', () => {
    const { state } = roomIn('assistant')
    expect(respond(state, '怎么开发票', null, HEARD)).toEqual(unknown)
    expect(respond(state, '你好', null, HEARD)).toEqual(small('greeting'))
    expect(respond(state, '转人工', null, HEARD)).toEqual(PERSON)
  })

  it('[K9] gives the same turn for the same state, text and pack, and changes nothing of them', () => {
    const { state } = roomIn('assistant')
    const before = structuredClone(state)
    expect(respond(state, '退货运费', knowledge, HEARD)).toEqual(respond(structuredClone(state), '退货运费', knowledge, HEARD))
    expect(state).toEqual(before)
  })

  it('[K9] whatever it says in a phase, the room does not refuse', () => {
    for (const phase of PHASES)
      for (const text of ['怎么开发票', vague, '👍', '你好', 'where is my order', '天气']) {
        const room = roomIn(phase)
        const response = respond(room.state, text, knowledge, HEARD)
        if (response.do === 'say') expect(room.refusalOf(answerWith(response.turn)), `${phase} ${text}`).toBeNull()
      }
  })
})
