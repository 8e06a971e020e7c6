import { Hono } from 'hono'
import { ConversationId } from '../../shared/base/ids.ts'
import { is } from '../../shared/base/schema.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { PushBody } from '../../shared/protocol/http.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, customerOf } from '../middleware/identity.ts'

/** The push of a customer without a socket (a service worker flushing the outbox, a script): the same room, the same receipts. */
export const conversations = new Hono<App>().post('/:id/push', async (c) => {
  const id = c.req.param('id')
  const customer = await customerOf(c)
  if (!customer) return no(c, 'unauthorised')
  if (!is(ConversationId, id)) return no(c, 'not-found')
  const body = await bodyOf(c, PushBody)
  if (!body.ok) return body.answer
  const frames = (await c.env.CONVERSATION.getByName(id).relay(
    { kind: 'customer', id: customer },
    { type: 'push', to: id, commands: body.value.commands },
  )) as Down[]
  const ack = frames.find((frame) => frame.type === 'ack')
  return ack ? c.json(ack) : no(c, 'not-found')
})
