import type { Context } from 'hono'
import { InvitationBody, JoinBody, SignInBody } from '../../shared/protocol/http.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, addressOf, dropSeat, seatOf, setSeat } from '../middleware/identity.ts'

export async function signIn(c: Context<App>): Promise<Response> {
  const body = await bodyOf(c, SignInBody)
  if (!body.ok) return body.answer
  const signed = await c.env.DESK.getByName(THE_ONE).signIn(body.value, addressOf(c))
  if (!signed.ok) return no(c, signed.error, signed.minWait)
  await setSeat(c, signed.value.signIn)
  return c.json(signed.value.me)
}

export async function signOut(c: Context<App>): Promise<Response> {
  const seat = await seatOf(c)
  if (seat) await c.env.DESK.getByName(THE_ONE).signOut(seat.signIn)
  dropSeat(c)
  return c.body(null, 204)
}

export async function me(c: Context<App>): Promise<Response> {
  const seat = await seatOf(c)
  return seat ? c.json(seat.me) : no(c, 'unauthorised')
}

export async function lookAtInvitation(c: Context<App>): Promise<Response> {
  const body = await bodyOf(c, InvitationBody)
  if (!body.ok) return body.answer
  const invited = await c.env.DESK.getByName(THE_ONE).invited(body.value.invitation)
  return invited.ok ? c.json(invited.value) : no(c, invited.error)
}

export async function acceptInvitation(c: Context<App>): Promise<Response> {
  const body = await bodyOf(c, JoinBody)
  if (!body.ok) return body.answer
  const joined = await c.env.DESK.getByName(THE_ONE).join(body.value.invitation, body.value.password)
  if (!joined.ok) return no(c, joined.error)
  await setSeat(c, joined.value.signIn)
  return c.json(joined.value.me)
}
