import { Hono } from 'hono'
import { LIMITS } from '../../shared/base/limits.ts'
import { OrderPart, OrdersWhole, SetHttp, SetRoute } from '../../shared/protocol/connector.ts'
import type { Me } from '../../shared/protocol/http.ts'
import { type Env, THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, seatOf } from '../middleware/identity.ts'

type WithMe = App & { Variables: { me: Me } }

const objectOf = (env: Env) => env.CONNECTOR.getByName(THE_ONE)

/** Which of the business's systems do what: the owner sets it up, supervisors look at it. */
export const connectors = new Hono<WithMe>()
  .use(async function mustLead(c, next) {
    const seat = await seatOf(c as never)
    if (!seat) return no(c, 'unauthorised')
    const { role } = seat.me
    if (role === 'agent' || (role !== 'owner' && c.req.method !== 'GET')) return no(c, 'forbidden')
    c.set('me', seat.me)
    return next()
  })
  .get('/', async (c) => c.json(await objectOf(c.env).state()))
  .put('/routes', async (c) => {
    const body = await bodyOf(c, SetRoute)
    if (!body.ok) return body.answer
    await objectOf(c.env).setRoute(c.get('me').id, body.value)
    return c.json(await objectOf(c.env).state())
  })
  .put('/http', async (c) => {
    const body = await bodyOf(c, SetHttp)
    if (!body.ok) return body.answer
    const isTaken = await objectOf(c.env).setUrl(c.get('me').id, body.value.url)
    return isTaken ? c.json(await objectOf(c.env).state()) : no(c, 'address-refused')
  })
  .post('/secret', async (c) => c.json({ secret: await objectOf(c.env).renewSecret(c.get('me').id) }))
  .post('/test', async (c) => {
    const { http } = await objectOf(c.env).state()
    return http.url === '' || http.secretAt === null ? no(c, 'not-configured') : c.json(await objectOf(c.env).tryOut())
  })
  .post('/table', async (c) => {
    const body = await bodyOf(c, OrderPart, LIMITS.knowledgeBody)
    if (!body.ok) return body.answer
    return (await objectOf(c.env).layOrders(body.value.upload, body.value.rows)) ? c.body(null, 204) : no(c, 'too-large')
  })
  .post('/table/commit', async (c) => {
    const body = await bodyOf(c, OrdersWhole)
    if (!body.ok) return body.answer
    const isWhole = await objectOf(c.env).commitOrders(c.get('me'), body.value.upload, body.value.rows)
    return isWhole ? c.json(await objectOf(c.env).state()) : no(c, 'changed-meanwhile')
  })
  .delete('/table', async (c) => {
    await objectOf(c.env).dropOrders(c.get('me').id)
    return c.json(await objectOf(c.env).state())
  })
