import { env, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PackVersion } from '../../../shared/knowledge/pack.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { configureDesk } from '../support.ts'
import { looksUp, nextEvent, publishFlow } from './support.ts'

let pack: PackVersion
beforeAll(async () => {
  await configureDesk()
  pack = await publishFlow()
})

const connector = () => env.CONNECTOR.getByName(THE_ONE)

describe('[C24] an action', () => {
  it('[C25] where nothing is connected leads to the people at once', async () => {
    const { socket, answer } = await looksUp(pack, '20261120881234', '0001')
    expect(answer).toMatchObject({ ok: true })
    expect((await nextEvent(socket, 'v1.ActionSettled')).data).toMatchObject({ outcome: 'unavailable', late: false })
    expect((await nextEvent(socket, 'v1.RequestMade')).data).toMatchObject({ name: '查订单' })
  })

  it('[C24] is done once however often it is asked for, and by objects alone', async () => {
    const { socket, conversation } = await looksUp(pack, '20261120881234', '0002')
    const { data } = (await nextEvent(socket, 'v1.ActionAsked')) as { data: { id: string; parameters: Record<string, string> } }
    const again = { id: data.id, type: 'act', conversation, action: 'look-up-order', parameters: data.parameters, at: Date.now() } as never
    for (let time = 0; time < 3; time++)
      expect(await connector().take({ kind: 'system', id: conversation }, [again])).toMatchObject([{ answer: { ok: true } }])
    const refused = await connector().take({ kind: 'customer', id: 'u_x' as never }, [again])
    expect(refused).toMatchObject([{ answer: { ok: false, code: 'not-allowed' } }])
    const calls = await runInDurableObject(connector(), (_object, state) =>
      state.storage.sql.exec('SELECT * FROM calls WHERE id = ?', data.id).toArray(),
    )
    expect(calls).toHaveLength(1)
    expect(JSON.stringify(calls)).not.toContain('20261120881234')
  })
})
