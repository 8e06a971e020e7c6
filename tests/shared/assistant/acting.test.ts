import { describe, expect, it } from 'vitest'
import { beginningsOf, type Heard, type Knowledge, respond } from '../../../shared/assistant/respond.ts'
import type { FlowTurn } from '../../../shared/conversation/dialogue.ts'
import { thread } from '../../../shared/conversation/thread.ts'
import { faultsOf } from '../../../shared/knowledge/flow-faults.ts'
import { buildIndex } from '../../../shared/knowledge/index.ts'
import { connector } from '../../support/actors.ts'
import { ARTICLES, PACK } from '../../support/articles.ts'
import { answerWith, command, open, say, TestRoom } from '../../support/conversations.ts'
import { ACTING_FLOWS, FLOWS } from '../../support/flows.ts'
import { at } from '../../support/ids.ts'

const flows = [...ACTING_FLOWS, ...FLOWS]
const knowledge: Knowledge = {
  version: PACK,
  index: buildIndex(ARTICLES),
  flows,
  beginnings: beginningsOf(flows),
  flow: (_version, id) => flows.find((flow) => flow.id === id),
}
const HERE: Heard = { today: '2026-11-21', connected: ['look-up-order', 'urge-dispatch'] }

/** A customer and the assistant of their device, before a room that takes what it says. */
class Talk extends TestRoom {
  readonly #heard: Heard

  constructor(heard: Heard) {
    super()
    this.#heard = heard
    this.take(open())
  }

  says(text: string): FlowTurn | string {
    const message = say(text)
    this.take(message)
    const response = respond(this.state, text, knowledge, this.#heard)
    if (response.do !== 'say') return response.do
    this.take(answerWith(response.turn, message.id))
    return response.turn.kind === 'flow' ? response.turn : response.turn.kind
  }

  settle(outcome: string, facts: Record<string, string> = {}): void {
    this.take(command('settle-action', { action: at(this.state.acts, -1).id, outcome, facts }), connector)
  }

  last(): unknown {
    return at(thread(this.events), -1).body
  }
}

function looking(heard = HERE): Talk {
  const talk = new Talk(heard)
  talk.says('查一下我的订单 20261120881234')
  talk.says('0001')
  return talk
}

describe('the assistant in a flow that acts', () => {
  it('[K28] waits for what it asked, and goes on in the words of the pack', () => {
    const talk = looking()
    expect(talk.last()).toMatchObject({ kind: 'asking' })
    talk.settle('found', { 'order-status': 'paid' })
    expect(talk.last()).toMatchObject({ turn: { parts: [{ kind: 'ask', text: '要催一下吗？' }] } })
    talk.says('要')
    talk.settle('done')
    expect(talk.last()).toMatchObject({ turn: { parts: [{ text: '已催促。' }, { text: '还有什么可以帮您？' }] } })
  })

  it('[K28] goes on at once, as ever, where the desk has nothing that can do it', () => {
    const talk = looking({ today: HERE.today })
    expect(talk.events.map(({ name }) => name).slice(-3)).toEqual(['v1.FlowAdvanced', 'v1.RequestMade', 'v1.TicketOpened'])
    expect(talk.state.acts).toEqual([])
  })

  it('[K28] answers something else meanwhile, and what comes back finds its place', () => {
    const talk = looking()
    talk.says('怎么开发票？')
    expect(JSON.stringify(talk.last())).toContain('申请发票')
    expect(talk.says('嗯嗯哪里哪里')).toBe('unknown')
    talk.settle('found', { 'order-status': 'shipped', carrier: '顺丰' })
    expect(talk.last()).toMatchObject({ turn: { parts: [{ text: '20261120881234 已发货，顺丰。' }, {}] } })
  })

  it('[K28] can be cancelled and corrected meanwhile', () => {
    const talk = looking()
    expect(talk.says('算了')).toMatchObject({ outcome: 'cancelled' })
    talk.settle('found', { 'order-status': 'shipped' })
    expect(talk.last()).toMatchObject({ kind: 'action', late: true })
    const other = looking()
    other.says('不对，订单号是20261120889999')
    expect(at(other.state.acts, -1).parameters).toMatchObject({ order: '20261120889999' })
  })

  it('[K28] asks again for an order of which it was told before', () => {
    const talk = looking()
    talk.settle('found', { 'order-status': 'shipped' })
    talk.says('查一下我的订单 20261120881234')
    talk.says('0001')
    expect(talk.last()).toMatchObject({ kind: 'asking' })
  })

  it('[K29] begins no flow that is there for an action alone where nothing can do it', () => {
    const own = { ...at(ACTING_FLOWS, 0), needs: 'look-up-order' }
    const all = [own, ...FLOWS]
    const idle = { ...knowledge, flows: all, beginnings: beginningsOf(all) }
    const { state } = new Talk(HERE)
    const turnWith = (heard: Heard) => respond(state, '查一下我的订单', idle, heard)
    expect(turnWith(HERE)).toMatchObject({ turn: { kind: 'flow', flow: own.id } })
    expect(turnWith({ today: HERE.today })).not.toMatchObject({ turn: { kind: 'flow' } })
    expect(faultsOf({ ...own, needs: 'fly' }).map(({ code }) => code)).toContain('no-such-action')
  })
})
