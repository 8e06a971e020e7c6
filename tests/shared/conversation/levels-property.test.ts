import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../shared/base/clock.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { type Random, seededRandom, uniform } from '../../../shared/base/random.ts'
import { ALWAYS, workingTime } from '../../../shared/calendar/hours.ts'
import type { Hours } from '../../../shared/calendar/schedule.ts'
import { applyAttended, newAttended } from '../../../shared/conversation/attended.ts'
import type { StoredEvent } from '../../../shared/conversation/events.ts'
import { isLevel, isWellFormedLevel } from '../../../shared/conversation/level-events.ts'
import { PROMISES } from '../../../shared/levels/promises.ts'
import { queueActor, serving } from '../../support/actors.ts'
import { TestTalk, talkLevel, talkRules } from '../../support/attended.ts'
import { answerTurn, answerWith, assign, command, leaveMessage, open, requestPerson } from '../../support/conversations.ts'
import { commandId } from '../../support/ids.ts'

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed)
const pick = (random: Random, below: number) => Math.floor(uniform(random) * below)
const SHORT: Hours = {
  timezone: 'Asia/Shanghai',
  days: Array.from({ length: 7 }, () => [
    { from: '09:00', to: '10:10' },
    { from: '10:30', to: '12:00' },
  ]),
}

/** Does one thing that somebody may do now, if they may. */
function act(talk: TestTalk, random: Random): void {
  const { phase } = talk.state
  const by = { id: serving.id, name: serving.name }
  const asked = requestPerson()
  const things: (() => unknown)[] = [
    () => talk.says(),
    () => talk.says(),
    () => talk.answers(),
    () => talk.answers(),
    () => talk.take(answerWith(answerTurn)),
    () => talk.take(asked),
    () => phase.name === 'waiting' && talk.take(assign(phase.entry), queueActor),
    () => phase.name === 'waiting' && talk.take(assign(phase.entry), queueActor),
    () => talk.take(command('leave-queue', {})),
    () => talk.take(leaveMessage('请回电')),
    () =>
      talk.take(
        command('hand-over', { entry: commandId(), queue: DEFAULT_QUEUE, warm: pick(random, 2) === 0, live: true, by }),
        queueActor,
      ),
    () => pick(random, 8) === 0 && talk.take(command('close-conversation', {}), pick(random, 2) ? serving : undefined),
  ]
  try {
    things[pick(random, things.length)]?.()
  } catch (fault) {
    if (!String(fault).includes('refused')) throw fault
  }
}

/** A day of one conversation by a seed. Alarms ring on time, late, or not at all. */
function lived(seed: number): { talk: TestTalk; hours: Hours } {
  const random = seededRandom(seed)
  const hours = seed % 2 ? SHORT : ALWAYS
  const levels = [
    talkLevel({ 'first-answer': 20 + pick(random, 300), 'next-answer': 20 + pick(random, 300), resolution: 200 + pick(random, 2000) }),
  ]
  const talk = new TestTalk(talkRules({ hours, levels }))
  talk.take(open())
  for (let turn = 0; turn < 60; turn++) {
    const span = pick(random, 200) * SECOND
    if (pick(random, 3)) talk.wait(span)
    else talk.now += span
    act(talk, random)
  }
  talk.look()
  return { talk, hours }
}

type Told = StoredEvent & { data: { promise: string; due?: number | null; consumed?: number; used?: number; working?: number } }

describe('levels of random conversations', () => {
  it.each(SEEDS)('[V3 V4 V7] each begins, and is met, missed or dropped once; the log gives the state, from seed %i', (seed) => {
    const { talk } = lived(seed)
    for (const promise of PROMISES) {
      const runs = talk
        .of(promise)
        .map((name) => name.replace('Level', ''))
        .join(' ')
        .replaceAll('Ended', 'Ended;')
        .replaceAll('Met', 'Met;')
        .split(';')
        .map((run) => run.trim())
      const open = runs.pop() ?? ''
      for (const run of runs) expect(run).toMatch(/^Set( (Set|Paused|Warned))*( Met| Ended|( Missed) Ended)$/)
      expect(open).toMatch(/^(Set( (Set|Paused|Warned))*( Missed)?)?$/)
      for (const run of [...runs, open]) expect(run.match(/Warned/g)?.length ?? 0).toBeLessThanOrEqual(2)
    }
    expect(talk.events.filter(isLevel).every(isWellFormedLevel)).toBe(true)
    expect(talk.events.reduce(applyAttended, newAttended)).toEqual(talk.state)
  })

  it.each(SEEDS)('[V2] deadlines only move on, and what was paused never counts, from seed %i', (seed) => {
    const { talk, hours } = lived(seed)
    for (const promise of PROMISES) {
      let due = 0
      /** Working time in which the clock ran, counted off the log. */
      let used = 0
      let working = 0
      let since: number | null = null
      for (const event of talk.events as Told[]) {
        if (event.data.promise !== promise) continue
        const { name, at, data } = event
        if (since !== null) used += workingTime(hours, since, at)
        since = null
        if (name === 'v1.LevelSet') {
          expect(data.consumed).toBe(used)
          expect(data.due ?? 0).toBeGreaterThanOrEqual(due)
          expect(used + workingTime(hours, at, data.due ?? 0)).toBe(Math.max(used, data.working ?? 0))
          due = data.due ?? 0
          working = data.working ?? 0
          since = at
        } else if (name === 'v1.LevelPaused') expect(data.consumed).toBe(used)
        else if (name === 'v1.LevelMissed' || name === 'v1.LevelWarned') since = at
        else {
          if (name === 'v1.LevelMet') {
            expect(data.used).toBe(used)
            expect(used).toBeLessThanOrEqual(working)
          }
          due = 0
          used = 0
        }
      }
    }
  })

  it('[V3] the days are not empty ones', () => {
    const names = SEEDS.flatMap((seed) => lived(seed).talk.events.map(({ name }) => name.slice(3)))
    const count = (name: string) => names.filter((one) => one === name).length
    for (const name of ['LevelSet', 'LevelPaused', 'LevelWarned', 'LevelMissed', 'LevelMet', 'LevelEnded'])
      expect([name, count(name) > 20]).toEqual([name, true])
  })
})
