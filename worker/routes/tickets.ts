import { Hono } from 'hono'
import { QueueId, TicketId } from '../../shared/base/ids.ts'
import { is } from '../../shared/base/schema.ts'
import type { Me } from '../../shared/protocol/http.ts'
import { TicketView } from '../../shared/protocol/tickets.ts'
import { type Env, THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { type App, seatOf } from '../middleware/identity.ts'

type WithMe = App & { Variables: { me: Me } }

/** Characters of the longest query that is looked for. */
const QUERY_MOST = 200

const register = (env: Env) => env.REGISTER.getByName(THE_ONE)

/** The tickets of the desk for its staff: agents are told of those that they may see. */
export const tickets = new Hono<WithMe>()
  .use(async function mustServe(c, next) {
    const seat = await seatOf(c as never)
    if (!seat) return no(c, 'unauthorised')
    c.set('me', seat.me)
    return next()
  })
  .get('/', async (c) => {
    const { view = 'all', line = '', q = '', before = '' } = c.req.query()
    const isWish = is(TicketView, view) && (line === '' || is(QueueId, line)) && q.length <= QUERY_MOST && /^\d{0,15}$/.test(before)
    if (!isWish) return no(c, 'invalid-body')
    const wish = { view, line: line === '' ? null : line, query: q, before: before === '' ? null : Number(before) }
    return c.json(await register(c.env).list(await viewerOf(c.env, c.var.me), wish))
  })
  .get('/counts', async (c) => (c.var.me.role === 'agent' ? no(c, 'forbidden') : c.json(await register(c.env).counts())))
  .get('/:id/similar', async (c) => {
    const id = c.req.param('id')
    return is(TicketId, id) ? c.json({ cases: await register(c.env).similar(await viewerOf(c.env, c.var.me), id) }) : no(c, 'not-found')
  })

/** What closed tickets left behind: without personal data, and as tickets are shown. */
export const cases = new Hono<App>().get('/', async (c) => {
  const seat = await seatOf(c)
  if (!seat) return no(c, 'unauthorised')
  const query = c.req.query('q') ?? ''
  return query.length > QUERY_MOST
    ? no(c, 'invalid-body')
    : c.json({ cases: await register(c.env).cases(await viewerOf(c.env, seat.me), query) })
})

/** The lines of an agent are asked of the desk each time: duties change. */
async function viewerOf(env: Env, { id, role }: Me) {
  if (role !== 'agent') return { seat: id, lines: [], seesAll: true }
  const staff = await env.DESK.getByName(THE_ONE).staff()
  return { seat: id, lines: staff.find((member) => member.id === id)?.duty.lines ?? [], seesAll: false }
}
