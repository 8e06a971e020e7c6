import { Hono } from 'hono'
import { LIMITS } from '../../shared/base/limits.ts'
import { is } from '../../shared/base/schema.ts'
import { Watch } from '../../shared/knowledge/watch.ts'
import { Language } from '../../shared/language/language.ts'
import type { Me } from '../../shared/protocol/http.ts'
import {
  KeepDrafts,
  KeepQuestions,
  NamedDrafts,
  PlaceholderChange,
  RollBack,
  SeenDrafts,
  SetAside,
  SettleProposal,
} from '../../shared/protocol/knowledge.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, seatOf } from '../middleware/identity.ts'

type WithMe = App & { Variables: { me: Me; language: Language } }

const authorOf = ({ id, name, role }: Me) => ({ id, name, isOwner: role === 'owner' })

/** What is worked on in one language. */
const working = new Hono<WithMe>()
  .use(async function mustBeALanguage(c, next) {
    const language = c.req.param('language')
    if (!is(Language, language)) return no(c, 'not-found')
    c.set('language', language)
    return next()
  })
  .get('/', async (c) => c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).copy(c.var.language)))
  .put('/drafts', async (c) => {
    const body = await bodyOf(c, KeepDrafts, LIMITS.knowledgeBody)
    if (!body.ok) return body.answer
    const copy = await c.env.KNOWLEDGE.getByName(THE_ONE).keepDrafts(c.var.language, body.value.drafts, authorOf(c.var.me))
    return copy ? c.json(copy) : no(c, 'changed-meanwhile')
  })
  .post('/drop', async (c) => {
    const body = await bodyOf(c, NamedDrafts, LIMITS.knowledgeBody)
    if (!body.ok) return body.answer
    return c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).dropDrafts(c.var.language, body.value.drafts))
  })
  .post('/publish', async (c) => {
    const body = await bodyOf(c, SeenDrafts, LIMITS.knowledgeBody)
    if (!body.ok) return body.answer
    return c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).publishDrafts(c.var.language, body.value.drafts, authorOf(c.var.me)))
  })
  .put('/watch', async (c) => {
    const body = await bodyOf(c, Watch, LIMITS.knowledgeBody)
    if (!body.ok) return body.answer
    return c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).keepWatch(c.var.language, body.value))
  })
  .put('/questions', async (c) => {
    const body = await bodyOf(c, KeepQuestions, LIMITS.knowledgeBody)
    if (!body.ok) return body.answer
    return c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).keepQuestions(c.var.language, body.value.questions))
  })
  .get('/gaps', async (c) => c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).gaps(c.var.language)))
  .post('/gaps/aside', async (c) => {
    const body = await bodyOf(c, SetAside, LIMITS.knowledgeBody)
    if (!body.ok) return body.answer
    await c.env.KNOWLEDGE.getByName(THE_ONE).setAside(c.var.language, body.value)
    return c.body(null, 204)
  })
  .get('/proposals', async (c) => c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).proposals(c.var.language)))
  .post('/proposals/settle', async (c) => {
    const body = await bodyOf(c, SettleProposal)
    if (!body.ok) return body.answer
    await c.env.KNOWLEDGE.getByName(THE_ONE).settleProposal(c.var.language, body.value)
    return c.body(null, 204)
  })

/** The desk's knowledge for those who answer for it: owner and supervisors. */
export const knowledge = new Hono<WithMe>()
  .use(async function mustLead(c, next) {
    const seat = await seatOf(c as never)
    if (!seat) return no(c, 'unauthorised')
    if (seat.me.role === 'agent') return no(c, 'forbidden')
    c.set('me', seat.me)
    return next()
  })
  .get('/due', async (c) => c.json({ due: await c.env.KNOWLEDGE.getByName(THE_ONE).due(new Date().toISOString().slice(0, 10)) }))
  .get('/placeholders', async (c) => c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).state()))
  .put('/placeholders', async (c) => {
    const body = await bodyOf(c, PlaceholderChange)
    if (!body.ok) return body.answer
    return c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).fill(body.value.values, c.var.me.name))
  })
  .get('/releases', async (c) => c.json(await c.env.KNOWLEDGE.getByName(THE_ONE).releases()))
  .post('/rollback', async (c) => {
    const body = await bodyOf(c, RollBack)
    if (!body.ok) return body.answer
    const release = await c.env.KNOWLEDGE.getByName(THE_ONE).rollBack(body.value.number, c.var.me.name)
    return release ? c.json(release) : no(c, 'not-found')
  })
  .route('/:language', working)
