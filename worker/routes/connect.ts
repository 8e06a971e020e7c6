import { Hono } from 'hono'
import { ConversationId } from '../../shared/base/ids.ts'
import { is } from '../../shared/base/schema.ts'
import { no } from '../middleware/answer.ts'
import { type App, customerOf, seatOf } from '../middleware/identity.ts'
import { withSession } from '../platform/session.ts'

/** Sockets: authorise, then hand the request to the object. An unknown and a foreign conversation answer alike. */
export const connect = new Hono<App>()
  .get('/seat', async (c) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return no(c, 'invalid-body')
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    const { me, signIn } = seat
    return c.env.SEAT.getByName(me.id).fetch(
      withSession(c.req.raw, { actor: { kind: 'seat', id: me.id, name: me.name, role: me.role }, signIn }),
    )
  })
  .get('/conversations/:id', async (c) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return no(c, 'invalid-body')
    const id = c.req.param('id')
    if (!is(ConversationId, id)) return no(c, 'not-found')
    const customer = await customerOf(c)
    if (!customer) return no(c, 'unauthorised')
    return c.env.CONVERSATION.getByName(id).fetch(withSession(c.req.raw, { actor: { kind: 'customer', id: customer }, signIn: '' }))
  })
