import { describe, expect, it } from 'vitest'
import type { QueueId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import type { Actor } from '../../../shared/conversation/actor.ts'
import { decide } from '../../../shared/conversation/decide.ts'
import { isWellFormed, type StoredEvent } from '../../../shared/conversation/events.ts'
import { applyStored } from '../../../shared/conversation/state.ts'
import { thread } from '../../../shared/conversation/thread.ts'
import { type Brought, weighing } from '../../../shared/conversation/triaging.ts'
import type { Wish } from '../../../shared/triage/facts.ts'
import type { Verdict } from '../../../shared/triage/verdict.ts'
import { customer, queueActor, serving } from '../../support/actors.ts'
import { library } from '../../support/articles.ts'
import {
  answerWith,
  assign,
  command,
  leaveMessage,
  requestPerson,
  roomIn,
  say,
  type TestRoom,
  unknownTurn,
} from '../../support/conversations.ts'
import { AFTER_SALES, FACTS } from '../../support/facts.ts'
import { commandId } from '../../support/ids.ts'

const verdict = (first: Verdict['first'], line: QueueId = AFTER_SALES): Verdict => ({
  facts: FACTS,
  fired: [{ id: 'vip', name: 'VIP' }],
  first,
  line,
  boost: 0,
  skills: [],
  urgency: 'high',
})

/** Takes a command as a room does that knows the desk's rules. */
function take(
  room: TestRoom,
  asked: Parameters<TestRoom['take']>[0],
  said: Verdict | null,
  heard: [Wish, Brought][] = [],
  actor: Actor = customer,
): string[] {
  const triage = (wish: Wish, brought: Brought) => {
    heard.push([wish, brought])
    return said
  }
  const decision = decide(room.state, asked, actor, { now: room.now, library, weigh: weighing({ triage, familiar: serving.id }) })
  if (!decision.ok) throw new Error(decision.code)
  for (const happening of decision.events) {
    const event: StoredEvent = { ...happening, seq: room.state.seq + 1, at: room.now, cause: asked.id }
    expect(isWellFormed(event)).toBe(true)
    room.events.push(event)
    room.state = applyStored(room.state, event)
  }
  return decision.events.map(({ name }) => name)
}

describe('[R8] what goes to the desk goes by the rules', () => {
  it('[R8] the verdict stands before what was asked, which waits in its line', () => {
    const room = roomIn('assistant')
    const heard: [Wish, Brought][] = []
    expect(take(room, requestPerson(), verdict('assistant'), heard)).toEqual(['v1.Triaged', 'v1.PersonRequested'])
    expect(heard.map(([wish]) => wish)).toEqual(['person'])
    expect(room.state.phase).toMatchObject({ name: 'waiting', queue: AFTER_SALES, live: true })
    expect(room.state.triaged).toEqual({ verdict: verdict('assistant'), familiar: serving.id })
  })

  it('[R8] a message that is left is weighed with its words, and misses are weighed too', () => {
    const heard: [Wish, Brought][] = []
    const left = roomIn('assistant')
    const names = take(left, leaveMessage('请回电'), verdict('assistant'), heard)
    expect(names).toEqual(['v1.Triaged', 'v1.MessageLeft', 'v1.TicketOpened'])
    expect(left.events.at(-1)?.data).toMatchObject({ type: 'enquiry', urgency: 'high', line: AFTER_SALES })
    expect(heard[0]?.[1].text).toBe('请回电')
    const room = roomIn('assistant')
    take(room, answerWith(unknownTurn), verdict('assistant'))
    expect(take(room, answerWith(unknownTurn), verdict('assistant'))).toEqual(['v1.AssistantAnswered', 'v1.Triaged', 'v1.PersonRequested'])
    expect(room.state.phase).toMatchObject({ queue: AFTER_SALES })
  })

  it('[R8] a conversation that nobody weighed is weighed when it ends', () => {
    const room = roomIn('assistant')
    expect(take(room, command('close-conversation', {}), verdict('assistant'))).toEqual(['v1.Triaged', 'v1.ConversationClosed'])
    const again = roomIn('assistant')
    take(again, requestPerson(), verdict('assistant'))
    expect(take(again, command('close-conversation', {}), verdict('assistant'))).toEqual(['v1.ConversationClosed'])
  })
})

describe('[R8] what was said since counts for the ticket', () => {
  const AT_LAST: Verdict = { ...verdict('assistant', 'q_finance' as QueueId), facts: { ...FACTS, type: 'return' }, urgency: 'urgent' }

  it('[R8] that a conversation goes on as, which is weighed anew', () => {
    const room = roomIn('assistant')
    take(room, say('我要退货'), verdict('people'))
    expect(take(room, command('close-conversation', {}), AT_LAST)).toEqual(['v1.Triaged', 'v1.TicketOpened', 'v1.ConversationClosed'])
    const opened = room.events.find(({ name }) => name === 'v1.TicketOpened')
    expect(opened?.data).toMatchObject({ type: 'return', urgency: 'urgent', line: 'q_finance' })
  })

  it('[R8] goes to the line of its matter, wherever it was answered, or to the one that people handed it to', () => {
    const handed = { entry: commandId(), warm: false, live: true, by: { id: serving.id, name: serving.name } }
    const line = (to: QueueId | null) => {
      const room = roomIn('person')
      if (to) room.take(command('hand-over', { ...handed, queue: to }), queueActor)
      if (to) room.take(assign(handed.entry), queueActor)
      room.take(say('还是没解决'))
      expect(take(room, command('close-conversation', { unsolved: true }), verdict('people'), [], serving)).toContain('v1.TicketOpened')
      const opened = room.events.find(({ name }) => name === 'v1.TicketOpened')
      return (opened?.data as { line: QueueId } | undefined)?.line
    }
    expect(line(null)).toBe(AFTER_SALES)
    expect(line(DEFAULT_QUEUE)).toBe(AFTER_SALES)
    expect(line('q_finance' as QueueId)).toBe('q_finance')
  })

  it('[R8] and without a verdict it is as it was', () => {
    const room = roomIn('assistant')
    take(room, say('我要退货'), verdict('people'))
    expect(take(room, command('close-conversation', {}), null)).toEqual(['v1.TicketOpened', 'v1.ConversationClosed'])
    expect(room.events.find(({ name }) => name === 'v1.TicketOpened')?.data).toMatchObject({ urgency: 'high', line: AFTER_SALES })
  })
})

describe('[R20] weighed while they wait', () => {
  const waiting = () => {
    const room = roomIn('assistant')
    take(room, requestPerson(), verdict('assistant'))
    return room
  }
  const AS_VIP: Verdict = { ...verdict('people', 'q_vip' as QueueId), facts: { ...FACTS, tier: 'vip' }, boost: 3 }

  it('[R20] with each message and by word of the desk, and told where they stand otherwise', () => {
    const room = waiting()
    const heard: [Wish, Brought][] = []
    expect(take(room, say('我是你们的老客户了'), verdict('assistant'), heard)).toEqual(['v1.MessageSent'])
    expect(heard[0]).toMatchObject(['person', { text: '我是你们的老客户了' }])
    expect(take(room, say('怎么还没人'), AS_VIP)).toEqual(['v1.MessageSent', 'v1.Triaged'])
    expect(room.state.triaged?.verdict).toEqual(AS_VIP)
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: true })
    expect(take(room, say('还在吗'), AS_VIP)).toEqual(['v1.MessageSent'])
  })

  it('[R20] by word of the desk alone, a message that was left too', () => {
    const desk = { kind: 'system', id: 'desk' } as const
    const anew = (room: TestRoom, wishes: Wish[] = []) => {
      const triage = (wish: Wish) => {
        wishes.push(wish)
        return AS_VIP
      }
      const decision = decide(room.state, command('weigh-anew', {}), desk, { now: room.now, library, weigh: weighing({ triage }) })
      return decision.ok ? decision.events.map(({ name }) => name) : decision.code
    }
    const wishes: Wish[] = []
    expect(anew(waiting(), wishes)).toEqual(['v1.Triaged'])
    expect(anew(roomIn('message-left'), wishes)).toEqual(['v1.Triaged'])
    expect(wishes).toEqual(['person', 'message'])
    expect(anew(roomIn('person'))).toEqual([])
    expect(waiting().refusalOf(command('weigh-anew', {}), customer)).toBe('not-allowed')
  })
})

describe('[R9] people first', () => {
  it('[R9] asks for a person with the message, and the notice says that rules did', () => {
    const room = roomIn('assistant')
    expect(take(room, say('我的订单呢'), verdict('people'))).toEqual(['v1.MessageSent', 'v1.Triaged', 'v1.PersonRequested'])
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: true, queue: AFTER_SALES })
    expect(thread(room.events).at(-1)?.body).toEqual({ kind: 'notice', notice: { kind: 'person-requested', reason: 'triage' } })
    // A device of before knows this reason.
    expect(room.events.at(-1)?.data).toMatchObject({ reason: 'asked', triage: true })
  })

  it('[R9] asks once: who went back to the assistant stays there, whoever had asked', () => {
    const room = roomIn('assistant')
    take(room, say('在吗'), verdict('people'))
    take(room, command('leave-queue', {}), verdict('people'))
    expect(take(room, say('我的订单呢'), verdict('people'))).toEqual(['v1.MessageSent'])
    const own = roomIn('assistant')
    take(own, requestPerson(), verdict('people'))
    take(own, command('leave-queue', {}), verdict('people'))
    expect(take(own, say('我的订单呢'), verdict('people'))).toEqual(['v1.MessageSent'])
  })

  it('[R9] asks nobody who waits, has left a message or is served', () => {
    for (const phase of ['waiting', 'message-left', 'person'] as const)
      expect(take(roomIn(phase), say('喂'), verdict('people'))).not.toContain('v1.PersonRequested')
  })
})

describe('[R10] without rules', () => {
  it('[R10] where nothing can be said, everything goes as it always went', () => {
    const room = roomIn('assistant')
    expect(take(room, say('你好'), null)).toEqual(['v1.MessageSent'])
    expect(take(room, requestPerson(), null)).toEqual(['v1.PersonRequested'])
    expect(room.state.phase).toMatchObject({ queue: DEFAULT_QUEUE })
    expect(room.state.triaged).toBeNull()
  })

  it('[R11] an ordinary message is weighed and leaves nothing but itself', () => {
    expect(take(roomIn('assistant'), say('怎么退货'), verdict('assistant'))).toEqual(['v1.MessageSent'])
  })
})
