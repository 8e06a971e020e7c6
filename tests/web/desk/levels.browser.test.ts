import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chipsOf, clocksAfter, LevelReader, lateWith, mostPressing } from '$lib/desk/levels.ts'
import { i18n } from '$lib/i18n/i18n.svelte.ts'
import { Replica } from '$lib/replica/db.ts'
import { dropCopy, takeFeed } from '$lib/replica/feed.ts'
import { promiseWords, workingWords } from '$lib/setup/sharing/words.ts'
import { HOUR, MINUTE, SECOND } from '$shared/base/clock.ts'
import type { ConversationId, QueueId } from '$shared/base/ids.ts'
import { DEFAULT_QUEUE } from '$shared/base/new-ids.ts'
import type { Line } from '$shared/queue/place.ts'
import { newSeat } from '$shared/seat/state.ts'
import { seatActor } from '../../support/actors.ts'
import { TestTalk, talkLevel } from '../../support/attended.ts'
import { at, CONVERSATIONS } from '../../support/ids.ts'

/** What a chip says, without its words. */
const said = (talk: TestTalk, now = talk.now) =>
  chipsOf(clocksAfter(talk.events), now).map(({ promise, say, span, tone }) => [promise, say, span / SECOND, tone])

describe('[V8] the running promises of a conversation', () => {
  it('[V8] count by the deadline alone, amber from 75 %, red from 90 % and once it is late', () => {
    const talk = new TestTalk().asked()
    const from = talk.now
    expect(said(talk)).toEqual([
      ['first-answer', 'left', 60, 'calm'],
      ['resolution', 'left', 600, 'calm'],
    ])
    // Nothing has come since: there is no network.
    expect([45, 54, 60, 61].map((second) => said(talk, from + second * SECOND)[0])).toEqual([
      ['first-answer', 'left', 15, 'warn'],
      ['first-answer', 'left', 6, 'bad'],
      ['first-answer', 'left', 0, 'bad'],
      ['first-answer', 'over', 1, 'bad'],
    ])
    talk.wait(2 * MINUTE)
    expect(said(talk)[0]).toEqual(['first-answer', 'over', 60, 'bad'])
  })

  it('[V8] answered, the customer is waited for; what presses most is shown in the list', () => {
    const talk = new TestTalk().asked().joined()
    talk.answers()
    expect(said(talk)).toEqual([['resolution', 'paused', 0, 'calm']])
    expect(mostPressing(chipsOf(clocksAfter(talk.events), talk.now))).toBeNull()
    talk.says()
    const pressing = (span: number) => mostPressing(chipsOf(clocksAfter(talk.events), talk.now + span))?.promise
    expect([0, 100 * SECOND].map(pressing)).toEqual(['next-answer', 'next-answer'])
    talk.answers()
    talk.now += MINUTE
    talk.says()
    expect([2 * HOUR].map(pressing)).toEqual(['next-answer'])
  })

  it('[V8] a line tells those who lead with whom somebody is late, in all lines together', () => {
    const line = (queue: QueueId, late?: Line['late']): Line => ({
      queue,
      live: 0,
      messages: 0,
      oldest: null,
      staffed: true,
      ...(late ? { late } : {}),
    })
    const [ada, bo] = [seatActor(1), seatActor(2)].map(({ id, name }) => ({ seat: id, name, count: 1 })) as [never, never]
    const lines = [
      line(DEFAULT_QUEUE, { waiting: 1, seats: [ada, bo] }),
      line('q_other' as QueueId, { waiting: 0, seats: [ada] }),
      line('q_third' as QueueId),
    ]
    expect(lateWith(lines).map(({ name, count }) => [name, count])).toEqual([
      ['Ada', 2],
      ['Bo', 1],
    ])
  })
})

describe('[V8] on the device', () => {
  const conversation: ConversationId = at(CONVERSATIONS, 0)
  let db: Replica
  beforeEach(async () => {
    db = new Replica(`levels-${crypto.randomUUID()}`)
    await db.keep('seat', { ...newSeat, open: [{ conversation, queue: DEFAULT_QUEUE, since: 1 }] } as never)
  })
  afterEach(() => db.delete())

  it('[V8] clocks are read from what is stored, as it grows, and anew where it was put back', async () => {
    const talk = new TestTalk().asked().joined()
    const reader = new LevelReader()
    const read = async () => (await reader.read(db)).get(conversation)?.map(({ promise, due }) => [promise, due !== null])
    expect(await read()).toEqual([])
    await takeFeed(db, conversation, talk.events)
    const first = await read()
    expect(first).toEqual([
      ['first-answer', true],
      ['resolution', true],
    ])
    const before = talk.events.length
    talk.answers()
    await takeFeed(db, conversation, talk.events.slice(before))
    expect(await read()).toEqual([['resolution', false]])
    // A clock is no news of the talk: its place in the list stays.
    const { lastAt } = (await db.head(conversation)) ?? { lastAt: 0 }
    const talked = talk.events.length
    talk.says()
    talk.wait(HOUR)
    const clocks = talk.events.findIndex(({ name }, at) => at > talked && name === 'v1.LevelWarned')
    await takeFeed(db, conversation, talk.events.slice(talked, clocks))
    const spoken = (await db.head(conversation))?.lastAt ?? 0
    await takeFeed(db, conversation, talk.events.slice(clocks))
    expect([(await db.head(conversation))?.lastAt, spoken >= lastAt]).toEqual([spoken, true])
    await dropCopy(db, conversation)
    await takeFeed(db, conversation, talk.events.slice(0, before))
    expect(await read()).toEqual(first)
  })

  it('[P4] an event that has not its shape moves no clock', () => {
    const talk = new TestTalk().asked()
    const [event] = talk.events.filter(({ name }) => name === 'v1.LevelSet')
    expect(event && clocksAfter([{ ...event, data: { promise: 'first-answer', due: 'soon' } }])).toEqual([])
  })
})

describe('[V8] for who settles them', () => {
  it('[V8] a row of a conversation is told in seconds, minutes and hours', async () => {
    await i18n.add('staff')
    await i18n.use('zh-CN')
    expect([45 * SECOND, 3 * MINUTE, HOUR].map(workingWords)).toEqual(['45秒钟', '3分钟', '1小时'])
    expect(promiseWords(talkLevel({ resolution: null }))).toEqual(['首次回复：1分钟', '之后每次回复：2分钟', '解决：不承诺'])
  })
})
