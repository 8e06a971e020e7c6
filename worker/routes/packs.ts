import { type Context, Hono } from 'hono'
import { is } from '../../shared/base/schema.ts'
import { PackVersion } from '../../shared/knowledge/pack.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import type { App } from '../middleware/identity.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'
const JSON_TYPE = 'application/json; charset=utf-8'
const given = (c: Context, text: string) => c.body(text, 200, { 'Content-Type': JSON_TYPE, 'Cache-Control': IMMUTABLE })

/**
 * Packs are public (they are what the business tells everybody) and named by their content, so they never go stale; neither
 * does the difference between two of them.
 */
export const packs = new Hono<App>()
  .get('/:version', async (c) => {
    const version = c.req.param('version')
    const text = is(PackVersion, version) ? await c.env.KNOWLEDGE.getByName(THE_ONE).read(version) : null
    return text ? given(c, text) : no(c, 'not-found')
  })
  .get('/:version/since/:held', async (c) => {
    const { version, held } = c.req.param()
    const named = is(PackVersion, version) && is(PackVersion, held)
    const delta = named ? await c.env.KNOWLEDGE.getByName(THE_ONE).delta(held, version) : null
    return delta ? given(c, JSON.stringify(delta)) : no(c, 'not-found')
  })
