import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { openConversation } from '../support.ts'

it('a conversation that slept wakes with its state, its socket and its receipts', async () => {
  const { conversation, socket } = await openConversation()
  await socket.command(conversation, { type: 'send-message', text: '睡前' })
  const stub = env.CONVERSATION.getByName(conversation)
  // Would be vacuous if the object stayed in memory: a mark is left on the instance and must be gone.
  await runInDurableObject(stub, (object) => {
    Object.assign(object, { awake: true })
  })
  await evictDurableObject(stub)
  expect(await runInDurableObject(stub, (object) => 'awake' in object)).toBe(false)
  expect(await socket.command(conversation, { type: 'send-message', text: '醒后' })).toEqual({ ok: true, seq: 3 })
})

it('a ping is answered and changes nothing', async () => {
  const { conversation, socket } = await openConversation()
  socket.ping()
  await socket.until(() => socket.pongs === 1)
  expect((await socket.hello(conversation)).seq).toBe(1)
})

it('[E1] an effect that failed is tried again by the alarm, once in effect', async () => {
  const { conversation, socket, id } = await openConversation()
  const stub = env.CONVERSATION.getByName(conversation)
  await runInDurableObject(stub, (_object, state) => {
    // As if the process had died between commit and call: the row is there, nothing was performed.
    const body = { target: { kind: 'customer', id }, command: { id: 'm_'.padEnd(28, '0'), type: 'note-conversation', conversation, at: 1 } }
    state.storage.sql.exec('INSERT INTO effects (key, body, next_at) VALUES (?, ?, 0)', `customer:${id}`, JSON.stringify(body))
    return state.storage.setAlarm(Date.now() + 60_000)
  })
  expect(await runDurableObjectAlarm(stub)).toBe(true)
  const left = await runInDurableObject(stub, (_object, state) => state.storage.sql.exec('SELECT COUNT(*) AS n FROM effects').one().n)
  expect(left).toBe(0)
  expect((await env.CUSTOMER.getByName(id).info()).conversations).toHaveLength(1)
  await socket.command(conversation, { type: 'send-message', text: '没事' })
})

it('[E2] a poisoned effect is parked after its tries and blocks only its own target', async () => {
  const { conversation, id } = await openConversation()
  const stub = env.CONVERSATION.getByName(conversation)
  await runInDurableObject(stub, (_object, state) => {
    const poisoned = { target: { kind: 'nowhere', id: 'x' }, command: { id: 'm_'.padEnd(28, '1'), type: 'anything' } }
    state.storage.sql.exec('INSERT INTO effects (key, body, attempts, next_at) VALUES (?, ?, 9, 0)', 'nowhere:x', JSON.stringify(poisoned))
    const sound = {
      target: { kind: 'customer', id },
      command: { id: 'm_'.padEnd(28, '2'), type: 'note-conversation', conversation, at: 1 },
    }
    state.storage.sql.exec('INSERT INTO effects (key, body, next_at) VALUES (?, ?, 0)', `customer:${id}`, JSON.stringify(sound))
    return state.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(stub)
  expect((await stub.health()).parked).toMatchObject([{ target: 'nowhere:x', type: 'anything' }])
  const left = await runInDurableObject(
    stub,
    (_object, state) => state.storage.sql.exec('SELECT COUNT(*) AS n FROM effects WHERE parked = 0').one().n,
  )
  expect(left).toBe(0)
})
