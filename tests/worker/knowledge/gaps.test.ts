import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '../../../shared/base/clock.ts'
import { digest } from '../../../shared/base/digest.ts'
import type { CommandId } from '../../../shared/base/ids.ts'
import { derivedCommandId, newCommandId } from '../../../shared/base/new-ids.ts'
import { GAP_DAYS, MOST_GAPS } from '../../../shared/knowledge/gap.ts'
import type { KeptGap } from '../../../shared/protocol/knowledge.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { ARTICLES, Browser, configureDesk, OWNER, openConversation, publishPack, signedIn } from '../support.ts'

const knowledge = (name = THE_ONE) => env.KNOWLEDGE.getByName(name)
const dayAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10)
const noted = (text: string, more: object = {}, id = newCommandId(random)) => ({
  id,
  type: 'note-gap',
  gap: { text, language: 'zh-CN', why: 'unknown', article: null, said: null, pack: null, day: dayAgo(0), ...more },
})
const SYSTEM = { kind: 'system', id: 'desk' } as const
const UNKNOWN = { kind: 'unknown', confidence: 0.1 }
let owner: Browser
let supervisor: Browser
let agent: Browser

const gaps = async (who = owner, language = 'zh-CN') =>
  (await (await who.send('GET', `/api/knowledge/${language}/gaps`)).json()) as KeptGap[]
const asked = async (text: string) => (await gaps()).filter((gap) => gap.text.includes(text))

async function staff(role: string, email: string): Promise<Browser> {
  const added = await owner.send('POST', '/api/staff', { name: '小王', email, role, capacity: 2 })
  const { invitation } = (await added.json()) as { invitation: string }
  await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  return signedIn(email)
}

/** A question and what the assistant on the device said to it, in one push, as after a time without a network. */
async function askOffline(text: string, turn: object) {
  const { conversation, socket, id: customer } = await openConversation()
  const message = { id: newCommandId(random), type: 'send-message', text }
  const answer = { id: derivedCommandId(message.id, 'a'), type: 'answer', inReplyTo: message.id, turn }
  const push = () => socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: [message, answer] }))
  push()
  expect(await socket.answer(answer.id)).toMatchObject({ ok: true })
  return { conversation, customer, socket, message, answer, push }
}

beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  supervisor = await staff('supervisor', 'lead@example.cn')
  agent = await staff('agent', 'agent@example.cn')
})

describe('[K24] a question that was not answered', () => {
  it('[K24] comes once, masked, with nothing of who asked, however often it is pushed or delivered', async () => {
    const { conversation, customer, message, answer, push, socket } = await askOffline(
      '你们给13912345670这个号办过刻字吗，订单20261121000873',
      UNKNOWN,
    )
    await expect.poll(() => asked('刻字')).toHaveLength(1)
    push()
    await socket.answer(answer.id)
    const [row] = await asked('刻字')
    expect(row).toEqual({
      id: expect.any(Number),
      text: '你们给***这个号办过刻字吗，订单***',
      why: 'unknown',
      article: null,
      said: null,
      pack: null,
      day: dayAgo(0),
      aside: false,
    })
    const again = noted('你们给***这个号办过刻字吗，订单***', {}, derivedCommandId(answer.id as CommandId, 'gap'))
    expect(await knowledge().take(SYSTEM, [again, again])).toMatchObject([{ answer: { ok: true } }, { answer: { ok: true } }])
    expect(await asked('刻字')).toHaveLength(1)
    const kept = await runInDurableObject(knowledge(), (_object, state) =>
      JSON.stringify(state.storage.sql.exec('SELECT * FROM gaps').toArray()),
    )
    for (const secret of [conversation, customer, message.id, answer.id, '13912345670', '5670', '20261121000873'])
      expect(kept).not.toContain(secret)
    const waiting = await runInDurableObject(env.CONVERSATION.getByName(conversation), (_object, state) =>
      state.storage.sql.exec("SELECT body FROM effects WHERE key LIKE 'knowledge:%'").toArray(),
    )
    expect(waiting).toEqual([])
  })

  it('[K24] comes of an answer that was judged not to help, with the article, and of none that helped', async () => {
    const pack = await publishPack()
    const turn = { kind: 'answer', pack, article: 'return-goods', confidence: 0.9 }
    const [helped, not] = [await askOffline('定做的能退货吗', turn), await askOffline('内衣拆封了能退货吗', turn)]
    await helped.socket.command(helped.conversation, { type: 'judge-answer', answer: helped.answer.id, helpful: true })
    await not.socket.command(not.conversation, { type: 'judge-answer', answer: not.answer.id, helpful: false })
    await expect.poll(() => asked('能退货吗')).toHaveLength(1)
    expect(await asked('能退货吗')).toMatchObject([
      { text: '内衣拆封了能退货吗', why: 'unhelpful', article: 'return-goods', said: digest(ARTICLES[0]?.answer ?? ''), pack },
    ])
  })

  it('[K24] is none of small talk, too little, or what was never said', async () => {
    for (const text of ['好的谢谢', '嗯', '？？']) await askOffline(text, UNKNOWN)
    const { conversation, socket } = await openConversation()
    await socket.command(conversation, { type: 'answer', inReplyTo: newCommandId(random), turn: UNKNOWN })
    await askOffline('最后的问题是能不能代写贺卡', UNKNOWN)
    await expect.poll(() => asked('最后的问题')).toHaveLength(1)
    expect((await gaps()).filter(({ text }) => /谢谢|嗯|？/.test(text))).toEqual([])
  })

  it('[K24] writes one row more, for the effect, and a message and its answer none', async () => {
    const { conversation, socket } = await openConversation()
    const stub = env.CONVERSATION.getByName(conversation)
    const left = () =>
      runInDurableObject(stub, (_object, state) => Number(state.storage.sql.exec('SELECT COUNT(*) AS n FROM effects').one().n))
    await expect.poll(left).toBe(0)
    const before = (await stub.health()).rowsWritten
    const message = { id: newCommandId(random), type: 'send-message', text: '可以分开寄到两个城市吗' }
    const answer = { id: derivedCommandId(message.id, 'a'), type: 'answer', inReplyTo: message.id, turn: UNKNOWN }
    socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: [message, answer] }))
    await socket.answer(answer.id)
    await expect.poll(left).toBe(0)
    // Two events, two receipts, the effect, and its removal.
    expect((await stub.health()).rowsWritten - before).toBe(6)
  })

  it('[K24] is kept for so many days, and the alarm that ends it stands', async () => {
    const stub = knowledge('days')
    await stub.take(SYSTEM, [
      noted('太早以前的问题', { day: dayAgo(GAP_DAYS + 1) }),
      noted('刚好还在的问题', { day: dayAgo(GAP_DAYS) }),
      noted('今天新问的问题'),
    ])
    expect((await stub.gaps('zh-CN')).map(({ text }) => text)).toEqual(['今天新问的问题', '刚好还在的问题'])
    const alarm = await runInDurableObject(stub, (_object, state) => state.storage.getAlarm())
    expect(alarm).toBe(Date.parse(dayAgo(GAP_DAYS)) + (GAP_DAYS + 1) * DAY)
    await runInDurableObject(stub, (_object, state) => {
      state.storage.sql.exec('UPDATE gaps SET day = ? WHERE day = ?', dayAgo(GAP_DAYS + 1), dayAgo(GAP_DAYS))
    })
    expect(await runDurableObjectAlarm(stub)).toBe(true)
    expect((await stub.gaps('zh-CN')).map(({ text }) => text)).toEqual(['今天新问的问题'])
  })

  it('[K24] leaves room for so many of its language, the oldest first', async () => {
    const stub = knowledge('many')
    await stub.take(SYSTEM, [noted('how about the other language', { language: 'en', day: dayAgo(80) })])
    await runInDurableObject(stub, (_object, state) => {
      state.storage.transactionSync(() => {
        for (let n = 0; n < MOST_GAPS; n++)
          state.storage.sql.exec(
            "INSERT INTO gaps (key, language, day, body) VALUES (?, 'zh-CN', ?, ?)",
            `k${n}`,
            dayAgo(n === 7 ? 60 : 5),
            JSON.stringify({ text: `第${n}个`, why: 'unknown', article: null, said: null, pack: null }),
          )
      })
    })
    await stub.take(SYSTEM, [noted('再来一个新的问题')])
    const left = await stub.gaps('zh-CN')
    expect([left.length, left[0]?.text]).toEqual([MOST_GAPS, '再来一个新的问题'])
    expect(left.some(({ text }) => text === '第7个')).toBe(false)
    expect(await stub.gaps('en')).toHaveLength(1)
  })

  it('[K24] is refused where it is none, or from anybody but an object', async () => {
    const stub = knowledge('strict')
    const strange = [noted(''), noted('长'.repeat(161)), noted('能刻字吗', { customer: 'u_x' }), noted('能刻字吗', { why: 'other' })]
    for (const receipt of await stub.take(SYSTEM, strange)) expect(receipt.answer).toEqual({ ok: false, code: 'not-allowed' })
    expect(await stub.take({ kind: 'customer', id: 'c_x' as never }, [noted('能刻字吗')])).toMatchObject([{ answer: { ok: false } }])
    expect(await stub.gaps('zh-CN')).toEqual([])
  })
})

describe('[K26] set aside', () => {
  it('[K26] and taken up again, by those who lead alone', async () => {
    await askOffline('可不可以带宠物进店', UNKNOWN)
    await expect.poll(() => asked('宠物')).toHaveLength(1)
    const id = (await asked('宠物'))[0]?.id
    const aside = (who: Browser, body: object) => who.send('POST', '/api/knowledge/zh-CN/gaps/aside', body)
    expect((await aside(supervisor, { ids: [id], aside: true })).status).toBe(204)
    expect((await asked('宠物'))[0]?.aside).toBe(true)
    expect((await aside(owner, { ids: [id], aside: false })).status).toBe(204)
    expect((await asked('宠物'))[0]?.aside).toBe(false)
    for (const [who, status] of [
      [agent, 403],
      [new Browser(), 401],
    ] as const) {
      expect((await who.send('GET', '/api/knowledge/zh-CN/gaps')).status).toBe(status)
      expect((await aside(who, { ids: [id], aside: true })).status).toBe(status)
    }
    for (const body of [{}, { ids: [], aside: true }, { ids: ['x'], aside: true }, { ids: [1], aside: 'yes' }, { ids: [-1], aside: true }])
      expect((await aside(owner, body)).status).toBe(400)
    expect((await owner.send('GET', '/api/knowledge/fr/gaps')).status).toBe(404)
  })
})
