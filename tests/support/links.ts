import type { Millis } from '../../shared/base/clock.ts'
import type { ObjectId } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import type { Action, Input } from '../../shared/sync/link-state.ts'
import type { Waiting } from '../../shared/sync/outbox.ts'
import { Session } from '../../shared/sync/session.ts'
import { say } from './conversations.ts'
import { at, CONVERSATIONS, commandId } from './ids.ts'

export const TARGET: ObjectId = at(CONVERSATIONS, 0)
export const OTHER: ObjectId = at(CONVERSATIONS, 1)

/** A session machine with a clock, whose actions are told in short words so that a test can compare lists. */
export class TestLink {
  readonly session: Session
  now: Millis = 1_000_000

  constructor(seed = 1) {
    this.session = new Session(seededRandom(seed))
  }

  step(input: Input): string[] {
    return this.session.step(input, this.now).map(told)
  }

  frame(frame: Down): string[] {
    return this.step({ type: 'frame', frame })
  }

  wait(millis: Millis): string[] {
    this.now += millis
    return this.step({ type: 'tick' })
  }

  /** Lets time pass to the moment the machine asked to be woken at. */
  wake(): string[] {
    const at = this.session.wakeAt()
    if (at === null) throw new Error('nothing is due')
    this.now = Math.max(this.now, at)
    return this.step({ type: 'tick' })
  }

  outbox(rows: readonly Waiting[]): string[] {
    return this.step({ type: 'outbox', waiting: rows })
  }
}

export const welcome = (seq: number, of: ObjectId = TARGET): Down => ({ type: 'welcome', of, protocol: PROTOCOL, seq, now: 0 })
export const feed = (...seqs: number[]): Down => ({
  type: 'feed',
  of: TARGET as Extract<Down, { type: 'feed' }>['of'],
  events: seqs.map(event),
})
export const ack = (...rows: Waiting[]): Down => ({
  type: 'ack',
  of: TARGET,
  receipts: rows.map(({ command }) => ({ id: command.id, answer: { ok: true, seq: 0 } })),
})

/** Rows of an outbox, in order, each a short message. */
export function rows(count: number, to: ObjectId = TARGET, text = '你好'): Waiting[] {
  return Array.from({ length: count }, (_, order) => ({ order, to, command: { ...say(text) } }))
}

/** A link that is live and was welcomed by its one target at a head. */
export function liveLink(head = 0): TestLink {
  const link = new TestLink()
  link.step({ type: 'follow', to: TARGET, head })
  link.step({ type: 'start', online: true })
  link.step({ type: 'opened' })
  link.frame(welcome(head))
  return link
}

function event(seq: number): StoredEvent {
  return { seq, at: 0, by: { kind: 'customer' }, cause: commandId(), name: 'v1.MessageSent', data: { text: String(seq) } }
}

function told(action: Action): string {
  switch (action.do) {
    case 'send':
      if (action.frame.type === 'hello') return `hello ${nameOf(action.frame.to)} since ${action.frame.since}`
      if (action.frame.type === 'push') return `push ${nameOf(action.frame.to)} ${action.frame.commands.length}`
      return `send ${action.frame.type}`
    case 'deliver':
      return action.frame.type === 'feed'
        ? `deliver ${action.frame.events.map(({ seq }) => seq).join(' ')}`
        : `deliver ${action.frame.type}`
    default:
      return action.do
  }
}

const nameOf = (id: ObjectId) => (id === TARGET ? 'target' : id === OTHER ? 'other' : 'another')
