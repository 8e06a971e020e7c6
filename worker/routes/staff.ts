import { Hono } from 'hono'
import { SeatId } from '../../shared/base/ids.ts'
import { is } from '../../shared/base/schema.ts'
import { type Me, NewStaff, StaffChange } from '../../shared/protocol/http.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, seatOf } from '../middleware/identity.ts'

type WithMe = App & { Variables: { me: Me } }

/** Staff: supervisors see it, owners change it. */
export const staff = new Hono<WithMe>()
  .use(async function mustLead(c, next) {
    const seat = await seatOf(c as never)
    if (!seat) return no(c, 'unauthorised')
    if (seat.me.role === 'agent' || (seat.me.role === 'supervisor' && c.req.method !== 'GET')) return no(c, 'forbidden')
    c.set('me', seat.me)
    return next()
  })
  .get('/', async (c) => c.json(await c.env.DESK.getByName(THE_ONE).staff()))
  .post('/', async (c) => {
    const body = await bodyOf(c, NewStaff)
    if (!body.ok) return body.answer
    const added = await c.env.DESK.getByName(THE_ONE).addStaff(c.get('me').id, body.value)
    return added.ok ? c.json(added.value, 201) : no(c, added.error)
  })
  .post('/:id/invitation', async (c) => {
    const id = c.req.param('id')
    if (!is(SeatId, id)) return no(c, 'not-found')
    const renewed = await c.env.DESK.getByName(THE_ONE).renewInvitation(c.get('me').id, id)
    return renewed.ok ? c.json(renewed.value) : no(c, renewed.error)
  })
  .patch('/:id', async (c) => {
    const id = c.req.param('id')
    if (!is(SeatId, id)) return no(c, 'not-found')
    const body = await bodyOf(c, StaffChange)
    if (!body.ok) return body.answer
    const changed = await c.env.DESK.getByName(THE_ONE).changeStaff(c.get('me').id, id, body.value)
    return changed.ok ? c.json(changed.value) : no(c, changed.error)
  })
