import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeAll, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../../../shared/base/clock.ts'
import type { CommandId, ConversationId, SeatId } from '../../../shared/base/ids.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE, newCommandId, newConversationId, newSeatId } from '../../../shared/base/new-ids.ts'
import { ALWAYS } from '../../../shared/calendar/hours.ts'
import type { Actor } from '../../../shared/conversation/actor.ts'
import { applyAttended, newAttended } from '../../../shared/conversation/attended.ts'
import type { StoredEvent } from '../../../shared/conversation/events.ts'
import { defaultPolicy } from '../../../shared/desk/default-policy.ts'
import type { Policy } from '../../../shared/desk/policy.ts'
import { levelEffectsOf } from '../../../worker/conversation/level-effects.ts'
import { Promises } from '../../../worker/conversation/promises.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { TestTalk } from '../../support/attended.ts'
import { configureDesk, openConversation, signedIn } from '../support.ts'

beforeAll(configureDesk)

const stub = (conversation: ConversationId) => env.CONVERSATION.getByName(conversation)
const log = (conversation: ConversationId) =>
  runInDurableObject(stub(conversation), (_object, state) =>
    state.storage.sql
      .exec('SELECT name, body FROM events ORDER BY seq')
      .toArray()
      .map(({ name, body }) => ({ name: String(name), ...JSON.parse(String(body)) }) as StoredEvent),
  )
const names = async (conversation: ConversationId) =>
  (await log(conversation)).map(({ name }) => name.slice(3)).filter((name) => name.startsWith('Level'))

/** Moves all that the clocks look at into the past, and lets the alarm ring; the clock of the object is the platform's. */
async function ringLate(conversation: ConversationId): Promise<void> {
  await runInDurableObject(stub(conversation), (_object, state) => {
    for (const { seq, body } of state.storage.sql.exec("SELECT seq, body FROM events WHERE name = 'v1.LevelSet'").toArray()) {
      const event = JSON.parse(String(body))
      Object.assign(event.data, { due: 3, warnAt: [1, 2] })
      state.storage.sql.exec('UPDATE events SET body = ? WHERE seq = ?', JSON.stringify(event), seq as number)
    }
  })
  await ring(conversation)
}

async function ring(conversation: ConversationId): Promise<void> {
  await evictDurableObject(stub(conversation))
  await runInDurableObject(stub(conversation), async (_object, state) => state.storage.setAlarm(Date.now() + 60_000))
  await runDurableObjectAlarm(stub(conversation))
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

const lateNotes = () =>
  runInDurableObject(env.QUEUE.getByName(DEFAULT_QUEUE), (_object, state) =>
    state.storage.sql
      .exec("SELECT body FROM events WHERE name = 'v1.LateNoted' ORDER BY seq")
      .toArray()
      .map(({ body }) => (JSON.parse(String(body)) as { data: { entry: CommandId; late: boolean } }).data),
  )

it('[V3 V5 V6 V7] clocks begin with the wish for a person, the alarm tells what they come to once, and the line hears of it', async () => {
  const { conversation, socket } = await openConversation()
  const entry = newCommandId(random)
  await socket.command(conversation, { id: entry, type: 'request-person' })
  const [, set] = (await log(conversation)).filter(({ name }) => name === 'v1.LevelSet')
  expect(await names(conversation)).toEqual(['LevelSet', 'LevelSet'])
  expect(set).toMatchObject({ by: { kind: 'system' }, data: { promise: 'resolution', due: expect.any(Number) } })
  const alarm = await runInDurableObject(stub(conversation), (_object, state) => state.storage.getAlarm())
  expect(alarm).not.toBeNull()
  await ringLate(conversation)
  const after = await names(conversation)
  expect(after.filter((name) => name === 'LevelWarned')).toHaveLength(4)
  expect(after.filter((name) => name === 'LevelMissed')).toHaveLength(2)
  await ring(conversation)
  await ring(conversation)
  expect(await names(conversation)).toEqual(after)
  await until(async () => (await lateNotes()).some((note) => note.entry === entry && note.late))
  expect((await lateNotes()).filter((note) => note.entry === entry)).toHaveLength(1)
  // The customer's own log goes on without a word of it.
  const { seq } = await socket.hello(conversation)
  await socket.until(() => socket.frames.some((frame) => frame.type === 'feed' && frame.events.at(-1)?.seq === seq))
  expect(JSON.stringify(socket.frames)).not.toContain('Level')
})

it('[V3 V5] who answers meets what was promised, and the line hears that it is done', async () => {
  const { conversation, socket } = await openConversation()
  const entry = newCommandId(random)
  await socket.command(conversation, { id: entry, type: 'request-person' })
  const seat = { id: newSeatId(random) as SeatId, name: '林晓' }
  const assign = { id: newCommandId(random), type: 'assign', entry, queue: DEFAULT_QUEUE, seat }
  await stub(conversation).take({ kind: 'system', id: DEFAULT_QUEUE }, [assign])
  const actor: Actor = { kind: 'seat', ...seat, role: 'agent' }
  const answer = () =>
    stub(conversation).relay(actor, {
      type: 'push',
      to: conversation,
      commands: [{ id: newCommandId(random), type: 'send-message', text: '您好' }],
    })
  await answer()
  expect(await names(conversation)).toEqual(['LevelSet', 'LevelSet', 'LevelMet', 'LevelPaused'])
  await socket.command(conversation, { type: 'send-message', text: '订单没到' })
  expect((await names(conversation)).slice(4)).toEqual(['LevelSet', 'LevelSet'])
  await answer()
  expect((await names(conversation)).slice(6)).toEqual(['LevelMet', 'LevelPaused'])
})

it('[V7] nobody but the alarm has the clocks looked at', async () => {
  const { conversation, socket } = await openConversation()
  expect(await socket.command(conversation, { type: 'look-at-levels' })).toEqual({ ok: false, code: 'invalid-command' })
})

it('[V10] who waits and who is served have another promise at once, without a word of anybody', async () => {
  const owner = await signedIn()
  const policy = (await (await owner.send('GET', '/api/policy')).json()) as Policy
  const asked = await Promise.all(
    [1, 2, 3].map(async () => {
      const { conversation, socket } = await openConversation()
      const entry = newCommandId(random)
      await socket.command(conversation, { id: entry, type: 'request-person' })
      return { conversation, entry }
    }),
  )
  const due = async (conversation: ConversationId) =>
    (await log(conversation)).flatMap(({ name, data }) => {
      const { promise, working } = data as { promise: string; working: number }
      return name === 'v1.LevelSet' && promise === 'first-answer' ? [working] : []
    })
  const seconds = policy.talkLevels.at(-1)?.['first-answer'] ?? 0
  for (const { conversation } of asked) expect(await due(conversation)).toEqual([seconds * SECOND])
  const talkLevels = policy.talkLevels.map((level) => ({ ...level, 'first-answer': 7 }))
  const { status } = await owner.send('PATCH', '/api/policy', { version: policy.version, talkLevels })
  expect(status).toBe(200)
  for (const { conversation } of asked) await until(async () => (await due(conversation)).at(-1) === 7 * SECOND)
  for (const { conversation } of asked) expect(await due(conversation)).toHaveLength(2)
})

it('[N9 V5] the line and the seat that serves hear of what is late, and of nothing else', () => {
  const talk = new TestTalk().asked().joined()
  const told: string[] = []
  const follow = (events: readonly StoredEvent[], from = newAttended) =>
    events.reduce((before, event) => {
      const after = applyAttended(before, event)
      for (const { target, command } of levelEffectsOf(newConversationId(random), event, before, after))
        told.push([target.kind, command.type, command.late ?? command.kind].join(' '))
      return after
    }, from)
  const before = follow(talk.events)
  expect(told).toEqual([])
  const length = talk.events.length
  talk.wait(MINUTE + 1)
  talk.answers()
  follow(talk.events.slice(length), before)
  // The word at 90 %, the one of the miss, and the end of it.
  expect(told).toEqual(['seat notify service-level', 'queue note-late true', 'seat notify service-level', 'queue note-late false'])
})

it('[V10] a desk that does not answer is asked again, one that has nothing to promise is not', async () => {
  const waiting = new TestTalk(null).asked().state
  const forgetful = { knownRules: () => undefined, forgetRules: () => undefined }
  const silent = new Promises(newConversationId(random), { ...forgetful, askRules: () => Promise.reject(new Error('gone')) })
  const now = waiting.levels.waitsSince ?? 0
  expect(silent.isUnknown(waiting, now)).toBe(true)
  await silent.ask(now)
  expect([silent.isUnknown(waiting, now + 1), silent.nextLook(waiting), silent.at(now)]).toEqual([false, now + LIMITS.policyHolds, null])
  expect(silent.isUnknown(waiting, now + LIMITS.policyHolds)).toBe(true)
  const unset = new Promises(newConversationId(random), { ...forgetful, askRules: async () => null })
  await unset.ask(now)
  expect(unset.nextLook(waiting)).toBe(now + LIMITS.unanswered)
  const desk = { policy: defaultPolicy('e-commerce', 'zh-CN'), industry: 'e-commerce', hours: ALWAYS } as const
  const settled = new Promises(newConversationId(random), { ...forgetful, askRules: async () => desk })
  await settled.ask(now)
  expect(settled.at(now)?.levels).toEqual(desk.policy.talkLevels)
})
