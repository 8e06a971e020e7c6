import { Hono } from 'hono'
import { CustomerBody } from '../../shared/protocol/http.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, customerOf, setCustomer } from '../middleware/identity.ts'

export const customers = new Hono<App>()
  .post('/', async (c) => {
    const body = await bodyOf(c, CustomerBody)
    if (!body.ok) return body.answer
    if (!(await c.env.CUSTOMER.getByName(body.value.id).prove(body.value.secret))) return no(c, 'not-found')
    await setCustomer(c, body.value.id)
    return c.body(null, 204)
  })
  .get('/me', async (c) => {
    const customer = await customerOf(c)
    return customer ? c.json(await c.env.CUSTOMER.getByName(customer).info()) : no(c, 'unauthorised')
  })
