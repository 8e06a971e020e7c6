import { Hono } from 'hono'
import { is } from '../../shared/base/schema.ts'
import { PackVersion } from '../../shared/knowledge/pack.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import type { App } from '../middleware/identity.ts'

/** Packs are public (they are what the business tells everybody) and named by their content, so they never go stale. */
export const packs = new Hono<App>().get('/:version', async (c) => {
  const version = c.req.param('version')
  const text = is(PackVersion, version) ? await c.env.KNOWLEDGE.getByName(THE_ONE).read(version) : null
  if (!text) return no(c, 'not-found')
  c.header('Cache-Control', 'public, max-age=31536000, immutable')
  return c.body(text, 200, { 'Content-Type': 'application/json; charset=utf-8' })
})
