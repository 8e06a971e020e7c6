import { type Context, Hono } from 'hono'
import { is } from '../../shared/base/schema.ts'
import { PackVersion } from '../../shared/knowledge/pack.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { type App, seatOf } from '../middleware/identity.ts'

const given = (c: Context, text: string) => c.body(text, 200, { 'Content-Type': 'application/json; charset=utf-8' })

/** What members of staff know: everything that customers do and what is for staff alone. No cache keeps it for others. */
export const staffPacks = new Hono<App>()
  .use(async function mustBeStaff(c, next) {
    return (await seatOf(c as never)) ? next() : no(c, 'unauthorised')
  })
  .get('/', async (c) => c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).currentForStaff()))
  .get('/:version', async (c) => {
    const version = c.req.param('version')
    const text = is(PackVersion, version) ? await c.env.KNOWLEDGE.getByName(THE_ONE).read(version, 'staff') : null
    return text ? given(c, text) : no(c, 'not-found')
  })
  .get('/:version/since/:held', async (c) => {
    const { version, held } = c.req.param()
    const named = is(PackVersion, version) && is(PackVersion, held)
    const delta = named ? await c.env.KNOWLEDGE.getByName(THE_ONE).delta(held, version, 'staff') : null
    return delta ? given(c, JSON.stringify(delta)) : no(c, 'not-found')
  })
