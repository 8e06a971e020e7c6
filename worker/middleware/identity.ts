import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import { CustomerId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { is } from '../../shared/base/schema.ts'
import type { Me } from '../../shared/protocol/http.ts'
import { type Env, THE_ONE } from '../env.ts'

export type App = { Bindings: Env }

const CUSTOMER = 'evenkeel-customer'
const SEAT = 'evenkeel-seat'

/** The cookie key for as long as this isolate lives: it never changes, and asking costs a call. */
let cookieKey: string | null = null

async function keyOf(env: Env): Promise<string> {
  cookieKey ??= await env.DESK.getByName(THE_ONE).cookieKey()
  return cookieKey
}

/** Signed (HMAC-SHA-256), `__Host-` (RFC 6265bis: this host alone, secure, whole path), out of reach of scripts. */
async function set(c: Context<App>, name: string, value: string, maxAge: number): Promise<void> {
  await setSignedCookie(c, name, value, await keyOf(c.env), {
    prefix: 'host',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: Math.floor(maxAge / 1000),
  })
}

async function read(c: Context<App>, name: string): Promise<string | null> {
  return (await getSignedCookie(c, await keyOf(c.env), name, 'host')) || null
}

export const setCustomer = (c: Context<App>, id: CustomerId) =>
  set(c, CUSTOMER, `${id}.${Date.now() + LIMITS.customerSession}`, Math.min(LIMITS.customerSession, 400 * 86_400_000))

export function dropCustomer(c: Context<App>): void {
  deleteCookie(c, CUSTOMER, { prefix: 'host', secure: true, path: '/' })
}

/** The customer that the cookie proves, or null. */
export async function customerOf(c: Context<App>): Promise<CustomerId | null> {
  const [id, until] = (await read(c, CUSTOMER))?.split('.') ?? []
  return is(CustomerId, id) && Number(until) > Date.now() ? id : null
}

export const setSeat = (c: Context<App>, signIn: string) => set(c, SEAT, signIn, LIMITS.seatSession)

export function dropSeat(c: Context<App>): void {
  deleteCookie(c, SEAT, { prefix: 'host', secure: true, path: '/' })
}

/** The member of staff who is signed in, asked of the desk each time: a withdrawn sign-in is no sign-in. */
export async function seatOf(c: Context<App>): Promise<{ me: Me; signIn: string } | null> {
  const signIn = await read(c, SEAT)
  if (!signIn) return null
  const me = await c.env.DESK.getByName(THE_ONE).signedIn(signIn)
  return me ? { me, signIn } : null
}

/** Where a request is from, as the platform says; forwarded-for headers of clients are not believed. */
export const addressOf = (c: Context): string => c.req.header('cf-connecting-ip') ?? 'local'
