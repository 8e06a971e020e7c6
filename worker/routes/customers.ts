import { Hono } from 'hono'
import { CustomerId } from '../../shared/base/ids.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import { is } from '../../shared/base/schema.ts'
import { CustomerBody } from '../../shared/protocol/http.ts'
import { TierBody } from '../../shared/protocol/triage.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, customerOf, dropCustomer, seatOf, setCustomer } from '../middleware/identity.ts'
import { platformRandom } from '../platform/random.ts'

export const customers = new Hono<App>()
  .post('/', async (c) => {
    const body = await bodyOf(c, CustomerBody)
    if (!body.ok) return body.answer
    if (!(await c.env.CUSTOMER.getByName(body.value.id).prove(body.value.secret))) return no(c, 'not-found')
    await setCustomer(c, body.value.id)
    return c.body(null, 204)
  })
  .delete('/me', (c) => {
    dropCustomer(c)
    return c.body(null, 204)
  })
  .get('/me', async (c) => {
    const customer = await customerOf(c)
    return customer ? c.json(await c.env.CUSTOMER.getByName(customer).info()) : no(c, 'unauthorised')
  })
  // [R14] Staff say how a customer stands; who said so is kept.
  .put('/:id/tier', async (c) => {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    const id = c.req.param('id')
    if (!is(CustomerId, id)) return no(c, 'not-found')
    const body = await bodyOf(c, TierBody)
    if (!body.ok) return body.answer
    const customer = c.env.CUSTOMER.getByName(id)
    if (!(await customer.tier())) return no(c, 'not-found')
    await c.env.DESK.getByName(THE_ONE).note(seat.me.id, `set-tier ${body.value.tier}`, id)
    await customer.take({ kind: 'system', id: 'desk' }, [{ id: newCommandId(platformRandom), type: 'set-tier', ...body.value }])
    return c.body(null, 204)
  })
