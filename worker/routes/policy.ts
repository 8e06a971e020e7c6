import { Hono } from 'hono'
import { PolicyChange } from '../../shared/desk/policy.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, seatOf } from '../middleware/identity.ts'

/** How the desk shares out its work: its staff may see it, its owners change it. */
export const policy = new Hono<App>()
  .get('/', async (c) => {
    if (!(await seatOf(c))) return no(c, 'unauthorised')
    const policy = await c.env.DESK.getByName(THE_ONE).policy()
    return policy ? c.json(policy) : no(c, 'not-configured')
  })
  .patch('/', async (c) => {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    if (seat.me.role !== 'owner') return no(c, 'forbidden')
    const body = await bodyOf(c, PolicyChange)
    if (!body.ok) return body.answer
    const changed = await c.env.DESK.getByName(THE_ONE).changePolicy(seat.me.id, body.value)
    return changed.ok ? c.json(changed.value) : no(c, changed.error)
  })
