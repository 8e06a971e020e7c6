import { Hono } from 'hono'
import { dryRun, traceBy } from '../../shared/desk/weighing.ts'
import { DryRunBody, TriageTest } from '../../shared/protocol/triage.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, seatOf } from '../middleware/identity.ts'

/** Of how many conversations one is chosen to be tried. */
const SHOWN = 50

/** [R16] Trying rules before they go live: for those who lead. Facts alone leave a conversation, never its words. */
export const triage = new Hono<App>()
  .use(async function mustLead(c, next) {
    const seat = await seatOf(c)
    if (!seat) return no(c, 'unauthorised')
    return seat.me.role === 'agent' ? no(c, 'forbidden') : next()
  })
  .get('/recent', async (c) => {
    const kept = await c.env.UNDERSTANDING.getByName(THE_ONE).verdicts(SHOWN)
    return c.json(kept.map(({ conversation, at, verdict: { facts } }) => ({ conversation, at, facts })))
  })
  .post('/test', async (c) => {
    const body = await bodyOf(c, TriageTest)
    if (!body.ok) return body.answer
    const policy = await c.env.DESK.getByName(THE_ONE).policy()
    if (!policy) return no(c, 'not-configured')
    const facts = 'facts' in body.value ? body.value.facts : await c.env.CONVERSATION.getByName(body.value.conversation).facts()
    return facts ? c.json(traceBy(policy, facts, body.value.rules)) : no(c, 'not-found')
  })
  .post('/dry-run', async (c) => {
    const body = await bodyOf(c, DryRunBody)
    if (!body.ok) return body.answer
    const { rules, last } = body.value
    const [policy, kept] = await Promise.all([
      c.env.DESK.getByName(THE_ONE).policy(),
      c.env.UNDERSTANDING.getByName(THE_ONE).verdicts(last),
    ])
    return policy ? c.json(dryRun(policy, rules, kept)) : no(c, 'not-configured')
  })
