import { Hono } from 'hono'
import { SettleParking } from '../../shared/protocol/http.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, seatOf } from '../middleware/identity.ts'

/** What could not be handed over between objects: the owner sees it, has it tried anew, or lets it go. */
export const parkings = new Hono<App>()
  .get('/', async (c) => {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    if (seat.me.role !== 'owner') return no(c, 'forbidden')
    return c.json(await c.env.DESK.getByName(THE_ONE).parkings())
  })
  .post('/', async (c) => {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    if (seat.me.role !== 'owner') return no(c, 'forbidden')
    const body = await bodyOf(c, SettleParking)
    if (!body.ok) return body.answer
    const settled = await c.env.DESK.getByName(THE_ONE).settleParking(seat.me.id, body.value)
    return settled.ok ? c.body(null, 204) : no(c, settled.error)
  })
