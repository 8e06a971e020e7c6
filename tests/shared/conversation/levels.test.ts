import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/base/clock.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import type { Hours } from '../../../shared/calendar/schedule.ts'
import { applyAttended, newAttended } from '../../../shared/conversation/attended.ts'
import { isLevel, isWellFormedLevel } from '../../../shared/conversation/level-events.ts'
import { isLate, nextLook } from '../../../shared/conversation/levels.ts'
import { shownToCustomer } from '../../../shared/conversation/shown.ts'
import { applyStored, newConversation } from '../../../shared/conversation/state.ts'
import { thread } from '../../../shared/conversation/thread.ts'
import { queueActor, serving } from '../../support/actors.ts'
import { TestTalk, talkLevel, talkRules } from '../../support/attended.ts'
import { answerTurn, answerWith, command, leaveMessage, open } from '../../support/conversations.ts'
import { FACTS } from '../../support/facts.ts'
import { commandId } from '../../support/ids.ts'

const office: Hours = {
  timezone: 'Asia/Shanghai',
  days: [...Array.from({ length: 5 }, () => [{ from: '09:00', to: '17:00' }]), [], []],
}
const left = (talk: TestTalk, promise: 'first-answer' | 'next-answer' | 'resolution') => {
  const due = talk.clock(promise)?.due
  return due == null ? due : (due - talk.now) / SECOND
}

describe('[V1] what people owe a customer', () => {
  it('[V1] a first answer and a resolution from when a person is asked for, and the assistant’s words are none', () => {
    const talk = new TestTalk()
    talk.take(open())
    expect(talk.says()).toEqual(['MessageSent'])
    expect(talk.take({ ...command('request-person', {}), id: talk.entry })).toEqual(['PersonRequested', 'LevelSet', 'LevelSet'])
    expect([left(talk, 'first-answer'), left(talk, 'resolution'), talk.clock('next-answer')]).toEqual([60, 600, undefined])
    expect(talk.says('还在吗')).toEqual(['MessageSent'])
    expect(talk.take(answerWith(answerTurn))).toEqual(['AssistantAnswered'])
    talk.joined()
    expect(talk.clock('first-answer')?.due).not.toBeNull()
    talk.now += 40 * SECOND
    expect(talk.answers()).toEqual(['MessageSent', 'LevelMet', 'LevelPaused'])
    expect(talk.events.find(({ name }) => name === 'v1.LevelMet')?.data).toMatchObject({ promise: 'first-answer', used: 40 * SECOND })
  })

  it('[V1] a next answer from the first word that no person has answered', () => {
    const talk = new TestTalk().asked().joined()
    talk.answers()
    talk.now += MINUTE
    expect(talk.says()).toEqual(['MessageSent', 'LevelSet', 'LevelSet'])
    talk.now += 30 * SECOND
    expect(talk.says('喂')).toEqual(['MessageSent'])
    expect(left(talk, 'next-answer')).toBe(90)
    expect(talk.answers()).toEqual(['MessageSent', 'LevelMet', 'LevelPaused'])
    expect(talk.answers('还有')).toEqual(['MessageSent'])
  })

  it('[V1] the first row that fits type, tier and urgency says so, in seconds; none promises nothing', () => {
    const levels = [talkLevel({ name: 'vip', tiers: ['vip'], 'first-answer': 20, resolution: null })]
    const talk = new TestTalk(talkRules({ levels })).asked()
    expect(talk.state.levels.clocks).toEqual([])
    const verdict = {
      facts: { ...FACTS, tier: 'vip' as const },
      fired: [],
      first: 'people' as const,
      line: DEFAULT_QUEUE,
      boost: 0,
      skills: [],
      urgency: 'normal' as const,
    }
    talk.state = { ...talk.state, triaged: { verdict, familiar: null } }
    expect(talk.look()).toEqual(['LevelSet'])
    expect(left(talk, 'first-answer')).toBe(20)
  })

  it('[V1] who hears late what is promised counts from when it was owed', () => {
    const talk = new TestTalk(null).asked()
    talk.wait(25 * SECOND)
    talk.promised = talkRules()
    expect(talk.look()).toEqual(['LevelSet', 'LevelSet'])
    expect([left(talk, 'first-answer'), left(talk, 'resolution')]).toEqual([35, 575])
  })

  it('[V1] a message that was left is its ticket’s; who came for it owes an answer to what is said then', () => {
    const talk = new TestTalk()
    talk.take(open())
    talk.take({ ...leaveMessage('请回电'), id: talk.entry })
    talk.joined()
    expect(talk.state.levels.clocks).toEqual([])
    expect(talk.says()).toEqual(['MessageSent', 'LevelSet'])
    expect(talk.state.levels.clocks.map(({ promise }) => promise)).toEqual(['next-answer'])
  })
})

describe('[V2] clocks of conversations', () => {
  it('[V2] run over the working time of the line', () => {
    const talk = new TestTalk(talkRules({ hours: office }), Date.parse('2026-11-20T16:59:30+08:00')).asked()
    expect(talk.clock('first-answer')?.due).toBe(Date.parse('2026-11-23T09:00:30+08:00'))
    expect(talk.wait(LIMITS.unanswered - SECOND)).toEqual([])
  })

  it('[V2] the resolution stands still while the customer is waited for', () => {
    const talk = new TestTalk().asked().joined()
    talk.now += 30 * SECOND
    talk.answers()
    expect(talk.clock('resolution')).toMatchObject({ consumed: 30 * SECOND, due: null, since: null })
    expect(talk.wait(2 * HOUR)).toEqual([])
    talk.says()
    expect(left(talk, 'resolution')).toBe(570)
  })

  it('[V2] handed on, the customer waits again, and by the hours of the other line', () => {
    const lines = talkRules().lines.map((line) => (line.id === DEFAULT_QUEUE ? line : { ...line, hours: office }))
    const talk = new TestTalk(talkRules({ lines }), Date.parse('2026-11-21T12:00:00+08:00')).asked().joined()
    talk.answers()
    const other = lines.find(({ id }) => id !== DEFAULT_QUEUE)?.id ?? DEFAULT_QUEUE
    const by = { id: serving.id, name: serving.name }
    talk.take(command('hand-over', { entry: commandId(), queue: other, warm: false, live: true, by }), queueActor)
    expect(talk.clock('next-answer')?.due).toBe(Date.parse('2026-11-23T09:02:00+08:00'))
    expect(talk.of('first-answer')).toEqual(['LevelSet', 'LevelMet'])
  })
})

describe('[V3] each is told', () => {
  it('[V3] set with its deadline, warned at 75 % and 90 %, missed; the last moment is in time', () => {
    const talk = new TestTalk(talkRules({ levels: [talkLevel({ resolution: null })] })).asked()
    const from = talk.now
    expect(talk.wait(MINUTE)).toEqual(['LevelWarned', 'LevelWarned'])
    expect(talk.events.slice(-2).map(({ at, data }) => [at - from, (data as { percent: number }).percent])).toEqual([
      [45 * SECOND, 75],
      [54 * SECOND, 90],
    ])
    expect([isLate(talk.state), nextLook(talk.state)]).toEqual([false, from + MINUTE + 1])
    expect(talk.wait(1)).toEqual(['LevelMissed'])
    expect(isLate(talk.state)).toBe(true)
    talk.joined()
    expect(talk.answers()).toEqual(['MessageSent', 'LevelEnded'])
    expect([isLate(talk.state), talk.of('first-answer')]).toEqual([
      false,
      ['LevelSet', 'LevelWarned', 'LevelWarned', 'LevelMissed', 'LevelEnded'],
    ])
  })

  it('[V3] what came to pass stands before what is asked, though no alarm rang', () => {
    const talk = new TestTalk(talkRules({ levels: [talkLevel({ resolution: null })] })).asked().joined()
    talk.now += 2 * MINUTE
    expect(talk.answers()).toEqual(['LevelWarned', 'LevelWarned', 'LevelMissed', 'MessageSent', 'LevelEnded'])
  })
})

describe('[V4] when nothing is owed any more', () => {
  const ends = (talk: TestTalk) =>
    talk.events.flatMap(({ name, data }) =>
      /Level(Met|Ended)/.test(name) ? `${name.slice(8)} ${(data as { promise: string }).promise}` : [],
    )

  it('[V4] back with the assistant, or gone from the line, it is dropped', () => {
    const quit = new TestTalk().asked()
    quit.take(command('leave-queue', {}))
    expect([ends(quit), nextLook(quit.state)]).toEqual([['Ended first-answer', 'Ended resolution'], null])
    const gone = new TestTalk().asked()
    gone.take(command('close-conversation', {}))
    expect(ends(gone)).toEqual(['Ended first-answer', 'Ended resolution'])
    const message = new TestTalk().asked()
    message.take(leaveMessage('请回电'))
    expect(ends(message)).toEqual(['Ended first-answer', 'Ended resolution'])
  })

  it('[V4] closed by who serves, all that was done is met; without a word, nothing was answered', () => {
    const solved = new TestTalk().asked().joined()
    solved.answers()
    solved.says('谢谢')
    solved.take(command('close-conversation', { unsolved: false }), serving)
    expect(ends(solved)).toEqual(['Met first-answer', 'Met next-answer', 'Met resolution'])
    const silent = new TestTalk().asked().joined()
    silent.take(command('close-conversation', { unsolved: true }), serving)
    expect(ends(silent)).toEqual(['Ended first-answer', 'Ended resolution'])
  })

  it('[V4] asked for again, all begins anew', () => {
    const talk = new TestTalk().asked()
    talk.take(command('leave-queue', {}))
    talk.wait(HOUR)
    expect(talk.take(command('request-person', {}))).toEqual(['PersonRequested', 'LevelSet', 'LevelSet'])
    expect(left(talk, 'first-answer')).toBe(60)
  })

  it('[V4] what is over ends though nothing is known of what is promised', () => {
    const talk = new TestTalk().asked().joined()
    talk.promised = null
    expect(talk.answers()).toEqual(['MessageSent', 'LevelMet'])
  })
})

describe('[V6] customers', () => {
  it('[V6] are sent none of it, and what they are sent folds to the same', () => {
    const talk = new TestTalk().asked().joined()
    talk.wait(MINUTE + 1)
    talk.answers()
    const shown = shownToCustomer(talk.events)
    expect(shown.some((event) => isLevel(event) || JSON.stringify(event).includes('promise'))).toBe(false)
    expect(shown.map(({ seq }) => seq)).toEqual(talk.events.map(({ seq }) => seq))
    const { levels: _levels, ...state } = talk.state
    expect(shown.reduce(applyStored, newConversation)).toEqual(state)
    expect(thread(shown)).toEqual(thread(talk.events))
  })
})

describe('[V7] the log', () => {
  it('[V7] gives the state from the start, and what is in it has its shape', () => {
    const talk = new TestTalk().asked().joined()
    talk.wait(MINUTE + 1)
    talk.answers()
    talk.says()
    expect(talk.events.filter(isLevel).every(isWellFormedLevel)).toBe(true)
    expect(talk.events.reduce(applyAttended, newAttended)).toEqual(talk.state)
    const [set] = talk.events.filter(isLevel)
    expect([{ data: { promise: 'never' } }, { data: null }].map((change) => isWellFormedLevel({ ...set, ...change } as never))).toEqual([
      false,
      false,
    ])
  })
})

describe('[V9] a day and a night', () => {
  it('[V9] of waiting for an answer are told once, hours or not', () => {
    const talk = new TestTalk(talkRules({ hours: { ...office, days: Array.from({ length: 7 }, () => []) } })).asked()
    expect(talk.clock('first-answer')).toMatchObject({ due: null, warnAt: null })
    expect(talk.wait(LIMITS.unanswered)).toEqual(['LeftUnanswered'])
    expect([talk.wait(3 * DAY), isLate(talk.state)]).toEqual([[], true])
    // From the first word that nobody answered, whatever else is said.
    const pressed = new TestTalk(talkRules({ hours: { ...office, days: Array.from({ length: 7 }, () => []) } })).asked()
    pressed.wait(DAY / 2)
    pressed.says('有人吗')
    expect(pressed.wait(DAY / 2)).toEqual(['LeftUnanswered'])
    talk.joined()
    talk.answers()
    expect(isLate(talk.state)).toBe(false)
  })
})

describe('[V10] another promise', () => {
  it('[V10] is counted from what was used, and what is promised no longer is dropped', () => {
    const talk = new TestTalk().asked()
    talk.now += 30 * SECOND
    talk.promised = talkRules({ levels: [talkLevel({ 'first-answer': 300, resolution: null })] })
    expect(talk.look()).toEqual(['LevelSet', 'LevelEnded'])
    expect(left(talk, 'first-answer')).toBe(270)
    expect(talk.look()).toEqual([])
  })

  it('[V10] holds as it was told last where the desk says nothing', () => {
    const talk = new TestTalk().asked()
    talk.promised = null
    expect(talk.look()).toEqual([])
    expect(talk.wait(MINUTE + 1)).toContain('LevelMissed')
  })
})
