import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import type { Parking } from '../../../shared/protocol/http.ts'
import { Browser, configureDesk, OWNER, openConversation, signedIn } from '../support.ts'

/** Puts an effect into a conversation that nobody can take, one try before it is given up, and lets that try happen. */
async function park(): Promise<string> {
  const { conversation } = await openConversation()
  const stub = env.CONVERSATION.getByName(conversation)
  await runInDurableObject(stub, (_object, state) => {
    const poisoned = { target: { kind: 'nowhere', id: 'x' }, command: { id: 'm_'.padEnd(28, '1'), type: 'anything' } }
    state.storage.sql.exec('INSERT INTO effects (key, body, attempts, next_at) VALUES (?, ?, 9, 0)', 'nowhere:x', JSON.stringify(poisoned))
    return state.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(stub)
  return conversation
}

it('[E3] the owner sees what was given up, and nobody else does; it is tried anew, or let go', async () => {
  await configureDesk()
  const owner = await signedIn()
  const list = async () => (await (await owner.send('GET', '/api/parkings')).json()) as Parking[]
  expect(await list()).toEqual([])
  const conversation = await park()
  await expect.poll(list).toMatchObject([{ origin: `conversation:${conversation}`, target: 'nowhere:x', what: 'anything', tries: 10 }])
  const [parking] = await list()
  const settle = async (how: string, n = parking?.n) =>
    (await owner.send('POST', '/api/parkings', { origin: parking?.origin, n, how })).status

  expect(await settle('retry', 999)).toBe(404)
  expect(await settle('retry')).toBe(204)
  const waiting = () =>
    runInDurableObject(env.CONVERSATION.getByName(conversation), (_object, state) =>
      Number(state.storage.sql.exec("SELECT COUNT(*) AS n FROM effects WHERE key = 'nowhere:x'").one().n),
    )
  expect(await list()).toEqual([])
  expect(await waiting(), 'it waits for its next try').toBe(1)

  await runInDurableObject(env.CONVERSATION.getByName(conversation), (_object, state) => {
    state.storage.sql.exec("UPDATE effects SET attempts = 9, next_at = 0 WHERE key = 'nowhere:x'")
    return state.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(env.CONVERSATION.getByName(conversation))
  await expect.poll(list).toHaveLength(1)
  expect(await settle('drop')).toBe(204)
  expect(await waiting()).toBe(0)

  expect((await new Browser().send('GET', '/api/parkings')).status).toBe(401)
  const { invitation } = (await (
    await owner.send('POST', '/api/staff', { name: '小王', email: 'wang@example.cn', role: 'supervisor', capacity: 2 })
  ).json()) as { invitation: string }
  await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  const supervisor = await signedIn('wang@example.cn')
  expect((await supervisor.send('GET', '/api/parkings')).status).toBe(403)
  expect((await supervisor.send('POST', '/api/parkings', { origin: 'x', n: 1, how: 'drop' })).status).toBe(403)
})
