import { type Context, Hono } from 'hono'
import { ConversationId } from '../../shared/base/ids.ts'
import { is } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { isCallable } from '../../shared/protocol/connector.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { type EventsSince, SubscribeBody, UnsubscribeBody } from '../../shared/protocol/push-notice.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, customerOf, seatOf } from '../middleware/identity.ts'

/** Devices that are told of what happens, and what one without a socket fetches before it shows anything. */
export const push = new Hono<App>()
  .post('/customer', async (c) => {
    const customer = await customerOf(c)
    if (!customer) return no(c, 'unauthorised')
    const asked = await subscriptionIn(c)
    if (!asked.ok) return asked.answer
    await c.env.CUSTOMER.getByName(customer).subscribe(asked.value, { to: customer, signIn: '', subject: subjectOf(c) })
    return c.body(null, 204)
  })
  .delete('/customer', async (c) => {
    const customer = await customerOf(c)
    if (!customer) return no(c, 'unauthorised')
    const body = await bodyOf(c, UnsubscribeBody)
    if (!body.ok) return body.answer
    await c.env.CUSTOMER.getByName(customer).unsubscribe(body.value.endpoint)
    return c.body(null, 204)
  })
  .get('/customer/events/:id', async (c) => {
    const customer = await customerOf(c)
    return customer ? eventsFor(c, { kind: 'customer', id: customer }) : no(c, 'unauthorised')
  })
  .post('/seat', async (c) => {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    const asked = await subscriptionIn(c)
    if (!asked.ok) return asked.answer
    const { id } = seat.me
    await c.env.SEAT.getByName(id).subscribe(asked.value, { to: id, signIn: seat.signIn, subject: subjectOf(c) })
    return c.body(null, 204)
  })
  .delete('/seat', async (c) => {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    const body = await bodyOf(c, UnsubscribeBody)
    if (!body.ok) return body.answer
    await c.env.SEAT.getByName(seat.me.id).unsubscribe(body.value.endpoint)
    return c.body(null, 204)
  })
  .get('/seat/state', async (c) => {
    const seat = await seatOf(c)
    return seat ? c.json(await c.env.SEAT.getByName(seat.me.id).state()) : no(c, 'unauthorised')
  })
  .get('/seat/events/:id', async (c) => {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    const { id, name, role } = seat.me
    return eventsFor(c, { kind: 'seat', id, name, role })
  })

/** A subscription whose endpoint is a push service out in the world: encrypted, by name, no way into a network. */
async function subscriptionIn(c: Context<App>) {
  const body = await bodyOf(c, SubscribeBody)
  if (body.ok && !isCallable(body.value.endpoint, c.env.CONNECTOR_LOCAL === '1'))
    return { ok: false, answer: no(c, 'address-refused') } as const
  return body
}

/** Push services wish for a way to reach the sender (RFC 8292, 2.1), and some take nothing but https. */
const subjectOf = (c: Context): string => `https://${new URL(c.req.url).host}`

async function eventsFor(c: Context<App>, actor: Actor): Promise<Response> {
  const [id, since] = [c.req.param('id'), Number(c.req.query('since') ?? 0)]
  if (!is(ConversationId, id) || !Number.isSafeInteger(since) || since < 0) return no(c, 'not-found')
  const hello = { type: 'hello', protocol: PROTOCOL, to: id, since } as const
  const frames = (await c.env.CONVERSATION.getByName(id).relay(actor, hello)) as Down[]
  const welcome = frames.find((frame) => frame.type === 'welcome')
  if (!welcome) return no(c, 'not-found')
  const events = frames.flatMap((frame) => (frame.type === 'feed' ? frame.events : []))
  return c.json({ seq: welcome.seq, events } satisfies EventsSince)
}
