import { Hono } from 'hono'
import { readBaseline, speaksVocabulary } from '../../models/runtime/baseline.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { is } from '../../shared/base/schema.ts'
import type { Me } from '../../shared/protocol/http.ts'
import { CorrectionState, folderOf, HubModel, JudgeCorrections, OwnIntent } from '../../shared/protocol/understanding.ts'
import type { Env } from '../env.ts'
import { THE_ONE } from '../env.ts'
import { no } from '../middleware/answer.ts'
import { bodyOf } from '../middleware/body.ts'
import { type App, seatOf } from '../middleware/identity.ts'
import { faultOf, log } from '../platform/log.ts'
import { askHub } from '../understanding/hub.ts'

type WithMe = App & { Variables: { me: Me } }

const objectOf = (env: Env) => env.UNDERSTANDING.getByName(THE_ONE)
const IMMUTABLE = 'public, max-age=31536000, immutable'
/** So many are shown; an export holds all. */
const SHOWN = 200
/** What a browser's library asks a model's folder for. */
const FILE = /^(config|tokenizer|tokenizer_config|special_tokens_map)\.json$|^vocab\.txt$|^onnx\/model(_quantized)?\.onnx$/

/** Whether bytes are the weights of a baseline that this version can read with. */
function areWeights(bytes: ArrayBuffer): boolean {
  try {
    return speaksVocabulary(readBaseline(new Uint8Array(bytes)))
  } catch {
    return false
  }
}

/**
 * What this desk reads with, for the devices of its staff; below, what is for those who lead: supervisors look at corrections
 * and judge them, the owner alone changes what everybody reads with.
 */
export const understanding = new Hono<WithMe>()
  .use(async function mustServe(c, next) {
    const seat = await seatOf(c as never)
    if (!seat) return no(c, 'unauthorised')
    c.set('me', seat.me)
    return next()
  })
  .get('/', async (c) => c.json(await objectOf(c.env).info()))
  .get('/baseline/:revision', async (c) => {
    const bytes = await objectOf(c.env).baseline(c.req.param('revision'))
    if (!bytes) return no(c, 'not-found')
    return c.body(bytes, 200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': IMMUTABLE })
  })
  // A device asks its own origin alone; a hub that it cannot reach, or must not, is asked from here.
  .get('/model/:revision/:file{.+}', async (c) => {
    const { hub } = await objectOf(c.env).info()
    const file = c.req.param('file')
    const folder = hub && hub.revision === c.req.param('revision') ? folderOf(hub.source) : null
    if (!folder || !FILE.test(file)) return no(c, 'not-found')
    try {
      const answer = await askHub(folder + file)
      if (answer === 'not-found') return no(c, 'not-found')
      return c.body(answer, 200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': IMMUTABLE })
    } catch (fault) {
      log('warn', 'hub-unreachable', { file, fault: faultOf(fault) })
      return no(c, 'unavailable')
    }
  })
  .use(async function mustLead(c, next) {
    const { role } = c.get('me')
    const changesModels = c.req.method === 'PUT' || c.req.method === 'DELETE'
    return role === 'agent' || (changesModels && role !== 'owner') ? no(c, 'forbidden') : next()
  })
  .get('/corrections', async (c) => {
    const state = c.req.query('state')
    const kept = is(CorrectionState, state)
      ? objectOf(c.env).corrections(state, LIMITS.corrections)
      : objectOf(c.env).corrections(null, SHOWN)
    return c.json(await kept)
  })
  .post('/corrections', async (c) => {
    const body = await bodyOf(c, JudgeCorrections)
    if (!body.ok) return body.answer
    await objectOf(c.env).judge(c.get('me').id, body.value)
    return c.body(null, 204)
  })
  .get('/corrections.jsonl', async (c) => {
    const state = c.req.query('state')
    const kept = await objectOf(c.env).corrections(is(CorrectionState, state) ? state : null, LIMITS.corrections)
    const lines = kept.map(({ at, state, correction: { text, before, intent, mood, read } }) =>
      JSON.stringify({ text, before, intent, mood, read, at: new Date(at).toISOString(), state }),
    )
    return c.body(lines.map((line) => `${line}\n`).join(''), 200, {
      'Content-Type': 'application/jsonl; charset=utf-8',
      'Content-Disposition': 'attachment; filename="corrections.jsonl"',
    })
  })
  .get('/intents', async (c) => c.json(await objectOf(c.env).intents()))
  .put('/intents', async (c) => {
    const body = await bodyOf(c, OwnIntent)
    if (!body.ok) return body.answer
    return (await objectOf(c.env).setIntent(c.get('me').id, body.value)) ? c.json(await objectOf(c.env).intents()) : no(c, 'too-large')
  })
  .delete('/intents/:id', async (c) => {
    await objectOf(c.env).dropIntent(c.get('me').id, c.req.param('id'))
    return c.json(await objectOf(c.env).intents())
  })
  .put('/hub', async (c) => {
    const body = await bodyOf(c, HubModel)
    if (!body.ok) return body.answer
    return c.json(await objectOf(c.env).useHub(c.get('me').id, body.value))
  })
  .delete('/hub', async (c) => c.json(await objectOf(c.env).useHub(c.get('me').id, null)))
  .put('/baseline', async (c) => {
    const bytes = await c.req.arrayBuffer()
    if (bytes.byteLength > LIMITS.ownModel) return no(c, 'too-large')
    if (!areWeights(bytes)) return no(c, 'invalid-body')
    return c.json(await objectOf(c.env).useBaseline(c.get('me').id, bytes))
  })
  .delete('/baseline', async (c) => c.json(await objectOf(c.env).useBaseline(c.get('me').id, null)))
