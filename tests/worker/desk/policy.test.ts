import { env, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from '../../../shared/base/schema.ts'
import { Policy } from '../../../shared/desk/policy.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { Browser, configureDesk, signedIn } from '../support.ts'

describe('[D5] how the desk shares out its work', () => {
  beforeAll(configureDesk)

  it('[D5] begins as such a business usually has it, and is shown to staff alone', async () => {
    const owner = await signedIn()
    const told = parse(Policy, await (await owner.send('GET', '/api/policy')).json())
    if (!told.ok) throw new Error('not a policy')
    expect(told.value.lines.map(({ name }) => name)).toContain('售后')
    expect(told.value.rules.rules.length).toBeGreaterThan(3)
    expect((await new Browser().send('GET', '/api/policy')).status).toBe(401)
  })

  it('[D5] is changed in parts, and never over what another changed meanwhile', async () => {
    const owner = await signedIn()
    const before = (await (await owner.send('GET', '/api/policy')).json()) as Policy
    const headStarts = { ...before.headStarts, vip: 9 }
    const changed = await owner.send('PATCH', '/api/policy', { version: before.version, headStarts })
    expect(await changed.json()).toEqual({ ...before, version: before.version + 1, headStarts })
    const late = await owner.send('PATCH', '/api/policy', { version: before.version, headStarts: before.headStarts })
    expect([late.status, await late.json()]).toEqual([409, { error: 'changed-meanwhile' }])
    expect((await new Browser().send('PATCH', '/api/policy', { version: 1, headStarts })).status).toBe(401)
  })

  it('[V10] one that was kept before conversations were promised anything promises them what such a business usually does', async () => {
    const owner = await signedIn()
    const before = (await (await owner.send('GET', '/api/policy')).json()) as Policy
    await runInDurableObject(env.DESK.getByName(THE_ONE), (_object, state) => {
      state.storage.sql.exec("UPDATE policy SET body = json_remove(body, '$.talkLevels')")
    })
    const told = parse(Policy, await (await owner.send('GET', '/api/policy')).json())
    expect(told.ok && told.value.talkLevels).toEqual(before.talkLevels)
    const talkLevels = before.talkLevels.map((level) => ({ ...level, 'first-answer': 45 }))
    const changed = await owner.send('PATCH', '/api/policy', { version: before.version, talkLevels })
    expect(await changed.json()).toEqual({ ...before, version: before.version + 1, talkLevels })
  })

  it('[D5] refuses lines without the first one, and two of one id', async () => {
    const owner = await signedIn()
    const { version, lines } = (await (await owner.send('GET', '/api/policy')).json()) as Policy
    const refused = [lines.slice(1), [...lines, ...lines], []]
    for (const some of refused) expect((await owner.send('PATCH', '/api/policy', { version, lines: some })).status).toBe(400)
  })

  it('[D6] refuses a line that leads in a circle, by its code, and writes nothing', async () => {
    const owner = await signedIn()
    const before = (await (await owner.send('GET', '/api/policy')).json()) as Policy
    const [first, second] = before.lines
    if (!first || !second) throw new Error('no lines')
    const lines = [{ ...first, overflow: { to: second.id, after: 60 } }, ...before.lines.slice(1)]
    const refused = await owner.send('PATCH', '/api/policy', { version: before.version, lines })
    expect([refused.status, await refused.json()]).toEqual([422, { error: 'overflow-circle' }])
    expect(await (await owner.send('GET', '/api/policy')).json()).toEqual(before)
  })
})
