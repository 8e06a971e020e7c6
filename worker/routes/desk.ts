import { type Context, Hono } from 'hono'
import { chineseExceptions } from '../../shared/calendar/holidays.ts'
import type { DeskInfo } from '../../shared/protocol/http.ts'
import { DeskChange, SetupBody } from '../../shared/protocol/http.ts'
import type { Env } from '../env.ts'
import { THE_ONE } from '../env.ts'
import { publishTemplate } from '../knowledge/templates.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, addressOf, seatOf, setSeat } from '../middleware/identity.ts'
import { faultOf, log } from '../platform/log.ts'

/** A device that has no network for so many days knows its holidays. */
const HOLIDAYS_AHEAD = 180

/** The business itself: what everybody may know of it, its first set-up, and its settings. */
export const desk = new Hono<App>()
  .get('/', async (c) => c.json(await infoOf(c.env)))
  .patch('/', async (c) => {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    if (seat.me.role !== 'owner') return no(c, 'forbidden')
    const body = await bodyOf(c, DeskChange)
    if (!body.ok) return body.answer
    const changed = await c.env.DESK.getByName(THE_ONE).change(seat.me.id, body.value)
    return changed.ok ? c.json(await infoOf(c.env)) : no(c, changed.error)
  })

export async function setup(c: Context<App>): Promise<Response> {
  const body = await bodyOf(c, SetupBody)
  if (!body.ok) return body.answer
  const object = c.env.DESK.getByName(THE_ONE)
  const may = await object.mayConfigure(body.value.code, addressOf(c))
  if (!may.ok) return no(c, may.error, may.minWait)
  // Knowledge first: published twice it is the same pack, and a desk is never configured without what it answers from.
  await publishTemplate(c.env, body.value.settings.industry, body.value.placeholders, new URL(c.req.url).origin)
  const configured = await object.configure(body.value, addressOf(c))
  if (!configured.ok) return no(c, configured.error, configured.minWait)
  await setSeat(c, configured.value.signIn)
  return c.json(configured.value.me, 201)
}

/** Whoever asks what a business says of itself is answered, whatever its connections do. */
async function connectedIn(env: Env): Promise<string[]> {
  try {
    return await env.CONNECTOR.getByName(THE_ONE).connected()
  } catch (fault) {
    log('warn', 'connections-unknown', { fault: faultOf(fault) })
    return []
  }
}

async function infoOf(env: Env): Promise<DeskInfo> {
  const object = env.DESK.getByName(THE_ONE)
  const settings = await object.settings()
  if (!settings) {
    await object.announceSetup()
    return { configured: false }
  }
  const [current, actions, { publicKey }] = await Promise.all([
    env.KNOWLEDGE.getByName(THE_ONE).current(),
    connectedIn(env),
    object.pushKeys(),
  ])
  const holidays = settings.hours.holidays === 'china' ? chineseExceptions(settings.hours, Date.now(), HOLIDAYS_AHEAD) : []
  return { configured: true, ...settings, holidays, ...current, actions, pushKey: publicKey }
}
