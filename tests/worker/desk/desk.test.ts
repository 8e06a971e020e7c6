import { beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { ALWAYS } from '../../../shared/calendar/hours.ts'
import { Browser, configureDesk, ORIGIN, OWNER, setupCode, signedIn } from '../support.ts'

const settings = { name: '另一家', industry: 'finance', language: 'zh-CN', hours: ALWAYS }
const body = (code: string) => ({ code, settings, owner: { ...OWNER, email: 'mallory@example.cn' } })

describe('before set-up', () => {
  it('a stranger without the code cannot set the desk up, and is soon told to wait', async () => {
    expect(await (await new Browser().send('GET', '/api/desk')).json()).toEqual({ configured: false })
    for (let time = 0; time < LIMITS.signInTries; time++) {
      const answer = await new Browser().send('POST', '/api/setup', body('guess'))
      expect([answer.status, await answer.json()]).toEqual([403, { error: 'wrong-setup-code' }])
    }
    const paused = await new Browser().send('POST', '/api/setup', body(await setupCode()))
    expect(paused.status).toBe(429)
    expect(await paused.json()).toMatchObject({ error: 'too-many-tries', minWait: expect.any(Number) })
  })
})

describe('after set-up', () => {
  beforeAll(configureDesk)

  it('cannot be set up twice, not even with the code', async () => {
    const answer = await new Browser().send('POST', '/api/setup', body(await setupCode()))
    expect([answer.status, await answer.json()]).toEqual([409, { error: 'already-configured' }])
  })

  it('says of itself what everybody may know, and nothing else', async () => {
    const info = (await (await new Browser().send('GET', '/api/desk')).json()) as object
    expect(Object.keys(info).sort()).toEqual([
      'actions',
      'configured',
      'holidays',
      'hours',
      'industry',
      'key',
      'language',
      'name',
      'packs',
      'pushKey',
    ])
  })

  it('[D4] tells the holidays to come where the desk rests on them', async () => {
    const holidays = async () =>
      ((await (await new Browser().send('GET', '/api/desk')).json()) as { holidays: { day: string; name?: string }[] }).holidays
    expect(await holidays()).toEqual([])
    const owner = await signedIn()
    const changed = await owner.send('PATCH', '/api/desk', { name: '山海小店', hours: { ...ALWAYS, holidays: 'china' } })
    expect(changed.status).toBe(200)
    const told = await holidays()
    expect(told.length).toBeGreaterThan(3)
    // Every half year has a new year or a national day in it.
    expect(told.some(({ name }) => name === '元旦' || name === '国庆节' || name === '劳动节')).toBe(true)
  })

  it('signs in with a cookie bound to the host, and pauses an account after failed tries', async () => {
    const browser = await signedIn()
    expect(browser.cookie).toMatch(/^__Host-evenkeel-seat=/)
    expect(await (await browser.send('GET', '/api/me')).json()).toMatchObject({ email: OWNER.email, role: 'owner' })
    const answer = await browser.send('POST', '/api/sign-in', { email: OWNER.email, password: OWNER.password })
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/i)
    expect(answer.headers.get('set-cookie')).toMatch(/Secure/i)
    expect(answer.headers.get('set-cookie')).toMatch(/SameSite=Lax/i)
    for (let time = 0; time < LIMITS.signInTries; time++)
      expect((await browser.send('POST', '/api/sign-in', { email: 'nobody@example.cn', password: 'wrong' })).status).toBe(401)
    expect((await browser.send('POST', '/api/sign-in', { email: 'nobody@example.cn', password: 'wrong' })).status).toBe(429)
  })

  it('an agent neither sees nor changes staff; unknown fields change nothing', async () => {
    const owner = await signedIn()
    const added = (await (
      await owner.send('POST', '/api/staff', { name: '小周', email: 'zhou@example.cn', role: 'agent', capacity: 3 })
    ).json()) as { id: string; invitation: string }
    const agent = new Browser()
    expect((await agent.send('POST', '/api/invitations/accept', { invitation: added.invitation, password: 'short' })).status).toBe(400)
    expect((await agent.send('POST', '/api/invitations/accept', { invitation: added.invitation, password: OWNER.password })).status).toBe(
      200,
    )
    expect((await agent.send('POST', '/api/invitations/accept', { invitation: added.invitation, password: OWNER.password })).status).toBe(
      410,
    )
    expect((await agent.send('GET', '/api/staff')).status).toBe(403)
    expect((await agent.send('PATCH', `/api/staff/${added.id}`, { role: 'owner' })).status).toBe(403)
    expect((await agent.send('PATCH', '/api/desk', { name: '改名' })).status).toBe(403)
    expect((await owner.send('PATCH', `/api/staff/${added.id}`, { role: 'agent', password: 'x' })).status).toBe(400)
    expect((await new Browser().send('GET', '/api/staff')).status).toBe(401)
  })

  it('keeps its last owner', async () => {
    const owner = await signedIn()
    const { id } = (await (await owner.send('GET', '/api/me')).json()) as { id: string }
    const answer = await owner.send('PATCH', `/api/staff/${id}`, { role: 'agent' })
    expect([answer.status, await answer.json()]).toEqual([409, { error: 'last-owner' }])
  })

  it('refuses what comes from another site: forms, fetches and sockets', async () => {
    const browser = await signedIn()
    for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`]) {
      expect((await browser.fetch('/api/sign-out', { method: 'POST', headers: { origin } })).status).toBe(403)
      expect((await browser.connect('/api/connect/seat', { origin })).response.status).toBe(403)
    }
  })

  it('a strange path, method or body is a coded answer and never a stack', async () => {
    const browser = new Browser()
    expect(await (await browser.send('GET', '/api/nothing')).json()).toEqual({ error: 'not-found' })
    for (const text of ['', '{', '[]', '{"email":5}', JSON.stringify({ email: OWNER.email, password: 'x', role: 'owner' })]) {
      const answer = await browser.fetch('/api/sign-in', { method: 'POST', body: text })
      expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid-body' }])
    }
    expect((await browser.fetch('/api/sign-in', { method: 'POST', body: 'x'.repeat(LIMITS.frameBytes + 1) })).status).toBe(413)
  })
})
