import { describe, expect, it } from 'vitest'
import { DEFAULT_QUEUE, ticketIdOf } from '../../../shared/base/new-ids.ts'
import type { Actor } from '../../../shared/conversation/actor.ts'
import { ConversationCommand } from '../../../shared/conversation/commands.ts'
import { connector, customer, otherSeat, queueActor, serving, stranger } from '../../support/actors.ts'
import {
  answerTurn,
  answerWith,
  assign,
  command,
  judge,
  leaveMessage,
  open,
  PHASES,
  type PhaseName,
  requestPerson,
  roomIn,
  say,
  unknownTurn,
} from '../../support/conversations.ts'
import { commandId } from '../../support/ids.ts'

type Room = ReturnType<typeof roomIn>

/** Every command that there is, made for a room in some phase. `answer` stands for its two kinds. */
const COMMANDS: Record<string, (room: Room) => ConversationCommand> = {
  'open-conversation': open,
  'send-message': () => say('有人吗'),
  'answer (answer)': () => answerWith(answerTurn),
  'answer (unknown)': () => answerWith(unknownTurn),
  'judge-answer': ({ answer }) => judge(answer, true),
  'request-person': requestPerson,
  'leave-queue': () => command('leave-queue', {}),
  'leave-message': () => leaveMessage('请回电'),
  mark: () => command('mark', { delivered: 99, read: 99 }),
  'close-conversation': () => command('close-conversation', {}),
  rate: () => command('rate', { rating: { score: 5, tags: ['solved'], text: '' } }),
  assign: ({ entry }) => assign(entry),
  'assign (another entry)': () => assign(commandId()),
  'hand-over': () => command('hand-over', { entry: commandId(), queue: DEFAULT_QUEUE, warm: false, live: true, by: served }),
  'open-ticket': () =>
    command('open-ticket', { title: '冰箱不制冷', ticketType: 'fault', urgency: 'high', line: DEFAULT_QUEUE, problem: '' }),
  'say-to-ticket': () => command('say-to-ticket', { ticket: TICKET, what: 'addition', text: '还漏水' }),
  'note-ticket': () => command('note-ticket', { ticket: TICKET, what: 'status', status: 'processing', seat: null, title: '', text: '' }),
  'weigh-anew': () => command('weigh-anew', {}),
  'settle-action': () => command('settle-action', { action: commandId(), outcome: 'done', facts: {} }),
}

const TICKET = ticketIdOf(commandId())
const ticket: Actor = { kind: 'system', id: TICKET }
const desk: Actor = { kind: 'system', id: 'desk' }
const served = { id: serving.id, name: serving.name }

const ACTORS: Record<string, Actor> = { customer, stranger, serving, 'other seat': otherSeat, system: queueActor, connector, ticket, desk }

/**
 * What is expected of who may: events by name, or the code of the refusal. Columns are the phases in the order of
 * PHASES: new, assistant, waiting, message-left, person, closed, closed-unserved.
 */
const CUSTOMER: Record<string, readonly (string | string[])[]> = {
  'open-conversation': [['v1.ConversationOpened'], ...Array.from({ length: 6 }, () => 'already-open')],
  'send-message': [
    'not-open-yet',
    ['v1.MessageSent'],
    ['v1.MessageSent'],
    ['v1.MessageSent'],
    ['v1.MessageSent'],
    'conversation-closed',
    'conversation-closed',
  ],
  'answer (answer)': [
    'not-open-yet',
    ['v1.AssistantAnswered'],
    ['v1.AssistantAnswered'],
    ['v1.AssistantAnswered'],
    'already-with-person',
    'conversation-closed',
    'conversation-closed',
  ],
  'answer (unknown)': [
    'not-open-yet',
    ['v1.AssistantAnswered'],
    'already-waiting',
    ['v1.AssistantAnswered'],
    'already-with-person',
    'conversation-closed',
    'conversation-closed',
  ],
  'judge-answer': ['not-open-yet', ...Array.from({ length: 6 }, () => ['v1.AnswerJudged'])],
  'request-person': [
    'not-open-yet',
    ['v1.PersonRequested'],
    'already-waiting',
    ['v1.PersonRequested'],
    'already-with-person',
    'conversation-closed',
    'conversation-closed',
  ],
  'leave-queue': [
    'not-open-yet',
    'not-waiting',
    ['v1.QueueLeft'],
    ['v1.QueueLeft'],
    'already-with-person',
    'conversation-closed',
    'conversation-closed',
  ],
  'leave-message': [
    'not-open-yet',
    ['v1.MessageLeft', 'v1.TicketOpened'],
    ['v1.MessageLeft', 'v1.TicketOpened'],
    ['v1.MessageLeft', 'v1.TicketAdded'],
    'already-with-person',
    'conversation-closed',
    'conversation-closed',
  ],
  // Marks rise only where a seat has spoken: it has in `person` and `closed`.
  mark: ['not-open-yet', [], [], [], ['v1.Marked'], ['v1.Marked'], []],
  'close-conversation': [
    'not-open-yet',
    ['v1.ConversationClosed'],
    ['v1.ConversationClosed'],
    ['v1.ConversationClosed'],
    ['v1.ConversationClosed'],
    'conversation-closed',
    'conversation-closed',
  ],
  // None of these conversations has this ticket.
  'say-to-ticket': ['not-open-yet', ...Array.from({ length: 6 }, () => 'not-found')],
  rate: [
    'not-open-yet',
    'conversation-not-closed',
    'conversation-not-closed',
    'conversation-not-closed',
    'conversation-not-closed',
    ['v1.ConversationRated'],
    ['v1.ConversationRated'],
  ],
}

const SERVING: Record<string, Partial<Record<PhaseName, string | string[]>>> = {
  'send-message': { person: ['v1.MessageSent'], closed: 'conversation-closed' },
  mark: { person: ['v1.Marked'], closed: ['v1.Marked'] },
  'close-conversation': { person: ['v1.ConversationClosed'], closed: 'conversation-closed' },
  'open-ticket': { person: ['v1.TicketOpened'], closed: ['v1.TicketOpened'] },
}

const SYSTEM: Record<string, Partial<Record<PhaseName, string | string[]>>> = {
  assign: {
    new: 'not-open-yet',
    assistant: 'not-waiting',
    waiting: ['v1.PersonJoined'],
    'message-left': ['v1.PersonJoined'],
    person: 'not-waiting',
    closed: 'conversation-closed',
    'closed-unserved': 'conversation-closed',
  },
  'assign (another entry)': {
    new: 'not-open-yet',
    assistant: 'not-waiting',
    waiting: 'not-waiting',
    'message-left': 'not-waiting',
    person: 'not-waiting',
    closed: 'conversation-closed',
    'closed-unserved': 'conversation-closed',
  },
}

const HAND_OVER: (string | string[])[] = [
  'not-open-yet',
  ...Array.from({ length: 3 }, () => 'not-waiting'),
  ['v1.HandedOver'],
  'conversation-closed',
  'conversation-closed',
]

/** Of an action that nobody asked for nothing is told. */
const CONNECTOR: (string | string[])[] = ['not-open-yet', ...Array.from({ length: 6 }, () => [])]

function expected(asked: string, phase: PhaseName, who: string): string | string[] {
  const ofCustomer = CUSTOMER[asked]?.[PHASES.indexOf(phase)]
  switch (who) {
    case 'customer':
      return ofCustomer ?? 'not-allowed'
    case 'stranger':
      // In `new` nobody is known yet: whoever knows the id may open it.
      return ofCustomer === undefined ? 'not-allowed' : phase === 'new' ? ofCustomer : 'not-found'
    case 'serving':
      return SERVING[asked]?.[phase] ?? 'not-allowed'
    case 'system':
      return (asked === 'hand-over' ? HAND_OVER[PHASES.indexOf(phase)] : SYSTEM[asked]?.[phase]) ?? 'not-allowed'
    case 'ticket':
      return asked !== 'note-ticket' ? 'not-allowed' : phase === 'new' ? 'not-open-yet' : ['v1.TicketMoved']
    case 'connector':
      return (asked === 'settle-action' ? CONNECTOR[PHASES.indexOf(phase)] : undefined) ?? 'not-allowed'
    case 'desk':
      return asked !== 'weigh-anew'
        ? 'not-allowed'
        : phase === 'new'
          ? 'not-open-yet'
          : phase.startsWith('closed')
            ? 'conversation-closed'
            : []
    default:
      return 'not-allowed'
  }
}

const RULE: Record<string, string> = {
  'not-allowed': 'C1 C2',
  'not-found': 'C3',
  'not-open-yet': 'C4',
  'already-open': 'C4',
  'conversation-closed': 'C5',
  'already-with-person': 'C6',
  'conversation-not-closed': 'C12',
  'already-waiting': 'C13 C14',
  'not-waiting': 'C15 C17',
}

const cases = Object.keys(COMMANDS).flatMap((asked) =>
  PHASES.flatMap((phase) => Object.keys(ACTORS).map((who) => ({ asked, phase, who, outcome: expected(asked, phase, who) }))),
)

describe('decide: every command in every phase by everybody', () => {
  it.each(
    cases.map((one) => {
      const rule = typeof one.outcome === 'string' ? RULE[one.outcome] : 'C1-C6'
      return [`[${rule}] ${one.asked} by ${one.who} in ${one.phase}: ${one.outcome}`, one] as const
    }),
  )('%s', (_name, { asked, phase, who, outcome }) => {
    const room = roomIn(phase)
    const make = COMMANDS[asked]
    const actor = ACTORS[who]
    if (!make || !actor) throw new Error('the table is broken')
    const before = structuredClone(room.state)
    const command = make(room)
    if (typeof outcome === 'string') {
      expect(room.refusalOf(command, actor)).toBe(outcome)
    } else {
      expect(room.refusalOf(command, actor)).toBeNull()
      expect(room.state, 'deciding changes nothing').toEqual(before)
      expect(room.take(command, actor)).toEqual(outcome)
    }
  })

  it('[C1-C6] the table knows every command that has a schema', () => {
    const types = new Set(Object.keys(COMMANDS).map((name) => name.replace(/ \(.*/, '')))
    expect([...types].sort()).toEqual(ConversationCommand.options.map((option) => option.entries.type.literal).sort())
  })
})
