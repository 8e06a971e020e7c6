import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import type { PackVersion } from '../../../shared/knowledge/pack.ts'
import type { ConnectorState, OrderRow } from '../../../shared/protocol/connector.ts'
import type { DeskInfo } from '../../../shared/protocol/http.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { Browser, configureDesk, OWNER, openConversation, signedIn } from '../support.ts'
import { looksUp, nextEvent, publishFlow } from './support.ts'

const EMPTY = { carrier: '', tracking: '', amount: '', items: '', ordered: '', paid: '', delivered: '' }
const row = (order: string, tail: string, more: Partial<OrderRow> = {}): OrderRow => ({ ...EMPTY, order, tail, status: 'shipped', ...more })
const ROWS = [row('20261120-881234', '0001', { carrier: '顺丰', amount: '128.00' }), row('E77', '0002', { status: 'paid' })]
let owner: Browser
let supervisor: Browser
let agent: Browser
let pack: PackVersion
let uploads = 0

async function staff(role: string, email: string): Promise<Browser> {
  const added = await owner.send('POST', '/api/staff', { name: '小王', email, role, capacity: 2 })
  const { invitation } = (await added.json()) as { invitation: string }
  await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  return signedIn(email)
}

async function upload(rows: OrderRow[], said = rows.length): Promise<number> {
  const name = `upload0000000000${uploads++}`
  for (let at = 0; at < rows.length; at += 1)
    await owner.send('POST', '/api/connectors/table', { upload: name, rows: rows.slice(at, at + 1) })
  return (await owner.send('POST', '/api/connectors/table/commit', { upload: name, rows: said })).status
}

const stateOf = async (who: Browser) => (await (await who.send('GET', '/api/connectors')).json()) as ConnectorState
const settledIn = async (talk: Awaited<ReturnType<typeof looksUp>>) =>
  (await nextEvent(talk.socket, 'v1.ActionSettled')).data as { outcome: string; facts: { name: string; shown: string }[] }

beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  supervisor = await staff('supervisor', 'lead@example.cn')
  agent = await staff('agent', 'agent@example.cn')
  pack = await publishFlow()
  expect((await owner.send('PUT', '/api/connectors/routes', { action: 'look-up-order', route: 'table' })).status).toBe(200)
})

describe('[C28] the table of orders', () => {
  it('[C28] is set up by the owner alone, seen by who leads, and by nobody else', async () => {
    const body = { action: 'look-up-order', route: 'table' }
    expect((await supervisor.send('PUT', '/api/connectors/routes', body)).status).toBe(403)
    expect((await supervisor.send('POST', '/api/connectors/secret')).status).toBe(403)
    expect((await supervisor.send('GET', '/api/connectors')).status).toBe(200)
    expect((await agent.send('GET', '/api/connectors')).status).toBe(403)
    expect((await new Browser().send('GET', '/api/connectors')).status).toBe(401)
  })

  it("[C28] is not there before it is whole, and customers' devices hear what can be done", async () => {
    const actions = async () =>
      ((await (await new Browser().send('GET', '/api/desk')).json()) as Extract<DeskInfo, { configured: true }>).actions
    expect(await actions()).toEqual([])
    expect(await upload(ROWS, 3)).toBe(409)
    expect((await stateOf(owner)).table).toBeNull()
    expect(await upload(ROWS)).toBe(200)
    expect((await stateOf(supervisor)).table).toMatchObject({ rows: 2, by: OWNER.name })
    expect(await actions()).toEqual(['look-up-order'])
  })

  it('[C28] tells the row that is proved, in the words of the flow', async () => {
    const { outcome, facts } = await settledIn(await looksUp(pack, '20261120881234', '0001'))
    expect(outcome).toBe('found')
    expect(facts.map(({ shown }) => shown)).toEqual(['已发货', '128.00', '顺丰'])
  })

  it('[C28] says nothing of what was wrong, counts it, and pauses the conversation', async () => {
    const talk = await openConversation()
    const outcomes: string[] = []
    for (let time = 0; time < LIMITS.proofTries; time++) {
      // A number that there is with a wrong end, and one that there is not: the same answer.
      const wrong = time % 2 === 0 ? (['E77', '9999'] as const) : ([`20260000000${time}`, '0002'] as const)
      await looksUp(pack, `${wrong[0]}`, `${9990 + time}`, talk)
      await talk.socket.until(() => settled(talk).length === time + 1)
      outcomes.push(String(settled(talk)[time]?.outcome))
    }
    expect(new Set(outcomes)).toEqual(new Set(['not-found']))
    await looksUp(pack, 'E77', '0002', talk)
    await talk.socket.until(() => settled(talk).length === LIMITS.proofTries + 1)
    expect(settled(talk).at(-1)).toMatchObject({ outcome: 'locked', facts: [] })
    // Somebody else is not held up.
    expect(await settledIn(await looksUp(pack, 'E77', '0002'))).toMatchObject({ outcome: 'found' })
  })

  it('[C28] pauses an order at which many guess, whoever they are', async () => {
    await upload([...ROWS, row('G1', '1234')])
    for (let time = 0; time < LIMITS.proofTriesPerOrder; time++)
      expect(await settledIn(await looksUp(pack, 'G1', `0${time}00`.slice(0, 4)))).toMatchObject({ outcome: 'not-found' })
    expect(await settledIn(await looksUp(pack, 'G1', '1234'))).toMatchObject({ outcome: 'locked' })
  })

  it('[C28] is replaced whole: what the new one has not is gone', async () => {
    expect(await upload([row('N1', '5555')])).toBe(200)
    expect((await stateOf(owner)).table).toMatchObject({ rows: 1 })
    expect(await settledIn(await looksUp(pack, '20261120881234', '0001'))).toMatchObject({ outcome: 'not-found' })
    expect(await settledIn(await looksUp(pack, 'N1', '5555'))).toMatchObject({ outcome: 'found' })
    const rows = Array.from({ length: LIMITS.ordersPerPart + 1 }, (_, at) => row(`M${at}`, '1111'))
    expect((await owner.send('POST', '/api/connectors/table', { upload: 'toolarge00000000', rows })).status).toBe(400)
  })

  it("[C28] an order that is told in words is for people; the owner sees calls without a word of the customer's", async () => {
    expect(await settledIn(await looksUp(pack, 'described:昨天那单', '0001'))).toMatchObject({ outcome: 'unavailable' })
    const { calls } = await stateOf(owner)
    expect(calls[0]).toMatchObject({ action: 'look-up-order', route: 'none', outcome: 'unavailable' })
    expect(JSON.stringify(calls)).not.toMatch(/20261120|昨天|5555/)
  })

  it('[C28] taken away, it is asked for nothing any more', async () => {
    expect((await owner.send('DELETE', '/api/connectors/table')).status).toBe(200)
    expect(await env.CONNECTOR.getByName(THE_ONE).connected()).toEqual([])
    expect(await settledIn(await looksUp(pack, 'N1', '5555'))).toMatchObject({ outcome: 'unavailable' })
  })
})

function settled({ socket }: Awaited<ReturnType<typeof openConversation>>): { outcome: string }[] {
  const events = socket.frames.flatMap((frame) => (frame.type === 'feed' ? frame.events : []))
  return events.filter(({ name }) => name === 'v1.ActionSettled').map(({ data }) => data as { outcome: string })
}
