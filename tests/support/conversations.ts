import type { Millis } from '../../shared/base/clock.ts'
import type { CommandId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../shared/base/new-ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { ConversationCommand, Turn } from '../../shared/conversation/commands.ts'
import { decide } from '../../shared/conversation/decide.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { applyStored, type Conversation, newConversation } from '../../shared/conversation/state.ts'
import { customer, queueActor, serving } from './actors.ts'
import { library, PACK } from './articles.ts'
import { commandId } from './ids.ts'

export const START: Millis = Date.UTC(2026, 0, 15, 9)

type Asked<Type extends ConversationCommand['type']> = Extract<ConversationCommand, { type: Type }>

/** A command with a fresh id. */
export function command<Type extends ConversationCommand['type']>(
  type: Type,
  rest: Omit<Asked<Type>, 'id' | 'type'>,
  id: CommandId = commandId(),
): Asked<Type> {
  return { id, type, ...rest } as Asked<Type>
}

export const open = () => command('open-conversation', { language: 'zh-CN', channel: 'web' })
export const say = (text: string) => command('send-message', { text })
export const answerWith = (turn: Turn, inReplyTo: CommandId = commandId()) => command('answer', { inReplyTo, turn })
export const answerTurn: Turn = { kind: 'answer', pack: PACK, article: 'return-window', confidence: 0.9 }
export const choicesTurn: Turn = { kind: 'choices', pack: PACK, articles: ['invoice', 'return-cost'], confidence: 0.4 }
export const unknownTurn: Turn = { kind: 'unknown', confidence: 0.1 }
export const judge = (answer: CommandId, helpful: boolean) => command('judge-answer', { answer, helpful })
export const requestPerson = () => command('request-person', {})
export const leaveMessage = (text: string, contact = '') => command('leave-message', { text, contact })
export const assign = (entry: CommandId, seat: { id: typeof serving.id; name: string } = serving) =>
  command('assign', { entry, queue: DEFAULT_QUEUE, seat: { id: seat.id, name: seat.name } })

/** A room in memory: takes commands as the real one does, and remembers every event. */
export class TestRoom {
  state: Conversation = newConversation
  readonly events: StoredEvent[] = []
  now: Millis = START

  /** Takes a command and gives the names of its events, or throws what it was refused for. */
  take(asked: ConversationCommand, actor: Actor = customer): string[] {
    const decision = decide(this.state, asked, actor, { now: this.now, library })
    if (!decision.ok) throw new Error(`refused: ${decision.code}`)
    for (const happening of decision.events) {
      const event: StoredEvent = { ...happening, seq: this.state.seq + 1, at: this.now, cause: asked.id }
      this.events.push(event)
      this.state = applyStored(this.state, event)
    }
    return decision.events.map((event) => event.name)
  }

  /** The code for which a command is refused, or null. */
  refusalOf(asked: ConversationCommand, actor: Actor = customer): string | null {
    const decision = decide(this.state, asked, actor, { now: this.now, library })
    return decision.ok ? null : decision.code
  }
}

export const PHASES = ['new', 'assistant', 'waiting', 'message-left', 'person', 'closed', 'closed-unserved'] as const
export type PhaseName = (typeof PHASES)[number]

/** A conversation brought to a phase by commands, with one message of the customer and one answer that may be judged. */
export function roomIn(phase: PhaseName): TestRoom & { answer: CommandId; entry: CommandId } {
  const room = Object.assign(new TestRoom(), { answer: commandId(), entry: commandId() })
  if (phase === 'new') return room
  room.take(open())
  room.take(say('你好'))
  room.take({ ...answerWith(answerTurn), id: room.answer })
  if (phase === 'assistant') return room
  if (phase === 'message-left') {
    room.take({ ...leaveMessage('请回电', '13800000000'), id: room.entry })
    return room
  }
  if (phase !== 'closed-unserved') room.take({ ...requestPerson(), id: room.entry })
  if (phase === 'waiting') return room
  if (phase !== 'closed-unserved') {
    room.take(assign(room.entry), queueActor)
    room.take(say('我是林晓'), serving)
  }
  if (phase === 'person') return room
  room.take(command('close-conversation', {}))
  return room
}
