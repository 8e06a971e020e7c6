import { Hono } from 'hono'
import { no } from './middleware/answer.ts'
import type { App } from './middleware/identity.ts'
import { sameOrigin } from './middleware/origin.ts'
import { faultOf, log } from './platform/log.ts'
import { connect } from './routes/connect.ts'
import { connectors } from './routes/connectors.ts'
import { conversations } from './routes/conversations.ts'
import { customers } from './routes/customers.ts'
import { desk, setup } from './routes/desk.ts'
import { help } from './routes/help.ts'
import { knowledge } from './routes/knowledge.ts'
import { packs } from './routes/packs.ts'
import { parkings } from './routes/parkings.ts'
import { policy } from './routes/policy.ts'
import { push } from './routes/push.ts'
import { seat } from './routes/seat.ts'
import { acceptInvitation, lookAtInvitation, me, signIn, signOut } from './routes/sign-in.ts'
import { staff } from './routes/staff.ts'
import { staffPacks } from './routes/staff-packs.ts'
import { cases, tickets } from './routes/tickets.ts'
import { triage } from './routes/triage.ts'
import { understanding } from './routes/understanding.ts'

export const app = new Hono<App>()

app.use(sameOrigin())

// Sockets first: the headers of a 101 answer cannot be changed, so nothing that sets headers may come before.
app.route('/api/connect', connect)

app.use('/api/*', async function quietHeaders(c, next) {
  await next()
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Referrer-Policy', 'same-origin')
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
})

app.route('/api/desk', desk)
app.post('/api/setup', setup)
app.post('/api/sign-in', signIn)
app.post('/api/sign-out', signOut)
app.get('/api/me', me)
app.route('/api/staff', staff)
app.post('/api/invitations/look', lookAtInvitation)
app.post('/api/invitations/accept', acceptInvitation)
app.route('/api/customers', customers)
app.route('/api/conversations', conversations)
app.route('/api/packs', packs)
app.route('/api/knowledge', knowledge)
app.route('/api/seat/packs', staffPacks)
app.route('/api/seat', seat)
app.route('/api/parkings', parkings)
app.route('/api/push', push)
app.route('/api/understanding', understanding)
app.route('/api/connectors', connectors)
app.route('/api/policy', policy)
app.route('/api/tickets', tickets)
app.route('/api/cases', cases)
app.route('/api/triage', triage)

app.route('/', help)

app.notFound((c) => no(c, 'not-found'))

app.onError(function answerFault(fault, c) {
  log('error', 'fault', { path: new URL(c.req.url).pathname.replace(/[a-z]_[0-9a-z]{26}/g, ':id'), fault: faultOf(fault) })
  return no(c, 'unavailable')
})
