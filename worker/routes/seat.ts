import { Hono } from 'hono'
import { ObjectId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, hasLog, isTicket } from '../../shared/base/new-ids.ts'
import { is } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { PushBody } from '../../shared/protocol/http.ts'
import type { Ack } from '../../shared/protocol/push.ts'
import type { Env } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, seatOf } from '../middleware/identity.ts'
import type { Effect } from '../platform/outbox.ts'

type SeatActor = Extract<Actor, { kind: 'seat' }>

/** The push of a seat without a socket (a service worker flushing the outbox): the same rooms, the same receipts. */
export const seat = new Hono<App>()
  // [D12] Whom a conversation can be handed to.
  .get('/colleagues', async (c) =>
    (await seatOf(c)) ? c.json(await c.env.QUEUE.getByName(DEFAULT_QUEUE).colleagues()) : no(c, 'unauthorised'),
  )
  .post('/push/:to', async (c) => {
    const to = c.req.param('to')
    const signed = await seatOf(c)
    if (!signed) return no(c, 'unauthorised')
    if (!is(ObjectId, to)) return no(c, 'not-found')
    const body = await bodyOf(c, PushBody)
    if (!body.ok) return body.answer
    const { id, name, role } = signed.me
    const ack = await take(c.env, { kind: 'seat', id, name, role }, to, body.value.commands as Effect['command'][])
    return ack ? c.json(ack) : no(c, 'not-found')
  })

async function take(env: Env, actor: SeatActor, to: ObjectId, commands: Effect['command'][]): Promise<Ack | undefined> {
  if (hasLog(to)) {
    const push = { type: 'push' as const, to, commands }
    const frames = isTicket(to)
      ? await env.TICKET.getByName(to).relay(actor, (await env.SEAT.getByName(actor.id).duty()).lines, push)
      : await env.CONVERSATION.getByName(to).relay(actor, push)
    return (frames as Down[]).find((frame) => frame.type === 'ack')
  }
  const own = to === actor.id ? env.SEAT.getByName(actor.id) : to === DEFAULT_QUEUE ? env.QUEUE.getByName(DEFAULT_QUEUE) : null
  const receipts = own && (await own.take(actor, commands))
  return receipts ? { type: 'ack', of: to, receipts } : undefined
}
