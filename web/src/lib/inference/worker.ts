import models from 'virtual:models'
import { env } from '@huggingface/transformers'
import { Classifier, Encoder, type Second } from '../../../../models/runtime/encoder.ts'
import { bring, FileTrouble, kept, keptOrFetched, letGo } from './files.ts'
import type { Chosen, Down, Up } from './messages.ts'

// A thread of its own, so that no reading ever holds up the page: fetches the model, loads it, reads with it.

const tell = (message: Down): void => self.postMessage(message)

/** Where the worker hands on a model from a hub: the page asks its own origin alone. */
const HUB = '/api/understanding/model/'
/** Weights that the desk trained for itself lie beside. */
const OWN = '/api/understanding/baseline/'
/** Progress is told this often at most, in milliseconds. */
const TELL_EVERY = 100

let fetching: AbortController | null = null
let model: Promise<Second> | null = null

self.addEventListener('message', ({ data }: MessageEvent<Up>) => {
  if (data.type === 'load') void load(data.model)
  else if (data.type === 'pause') fetching?.abort()
  else if (data.type === 'read') void read(data)
  else void embed(data)
})

/** The last one to be asked for counts: what an earlier one still does is ended, and not told. */
async function load(chosen: Chosen): Promise<void> {
  fetching?.abort()
  const controller = new AbortController()
  fetching = controller
  const started = start(chosen, controller.signal)
  model = started
  try {
    await started
    if (fetching === controller) tell({ type: 'ready' })
  } catch (fault) {
    if (fetching !== controller) return
    model = null
    const code = fault instanceof FileTrouble ? fault.code : 'unreadable'
    // What a hub sent may have been something else than its model: the next try asks again.
    if (chosen.kind === 'hub' && code === 'unreadable' && !controller.signal.aborted)
      await letGo((path) => !path.startsWith(`${HUB}${chosen.revision}/`))
    if (!controller.signal.aborted) tell({ type: 'failed', code })
  }
}

async function start(chosen: Chosen, signal: AbortSignal): Promise<Second> {
  const hub = chosen.kind === 'hub' ? `${HUB}${chosen.revision}/` : null
  const wanted = hub ? models.files.filter(({ url }) => url === models.glue || url === models.wasm) : models.files
  let told = 0
  await bring(wanted, signal, (received, total) => {
    if (received < total && performance.now() - told < TELL_EVERY) return
    told = performance.now()
    tell({ type: 'progress', received, total })
  })
  await letGo(
    (path) =>
      path === self.location.pathname ||
      wanted.some(({ url }) => url === path) ||
      path.startsWith(OWN) ||
      (hub !== null && path.startsWith(hub)),
  )
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.useBrowserCache = false
  env.useWasmCache = false
  // How much a hub will send is not known.
  if (hub) tell({ type: 'progress', received: 0, total: 0 })
  env.fetch = (url: string | URL | Request) => brought(url instanceof Request ? url.url : String(url), signal)
  const { wasm } = env.backends.onnx
  if (!wasm) throw new Error('the library has no build for WebAssembly')
  wasm.wasmPaths = { mjs: models.glue, wasm: models.wasm }
  wasm.numThreads = 1
  const binary = await kept(models.wasm)
  if (binary) wasm.wasmBinary = await binary.arrayBuffer()
  env.localModelPath = hub ? HUB : '/models/'
  return chosen.kind === 'hub' ? Classifier.load(chosen.revision, chosen.labels, 'wasm') : Encoder.load(models.id, 'wasm')
}

/** A file that the library asks for; one that cannot be had ends the loading with the true reason. */
async function brought(url: string, signal: AbortSignal): Promise<Response> {
  const answer = await keptOrFetched(url, signal).catch(() => null)
  if (!answer || answer.status >= 500) throw new FileTrouble('unreachable', url)
  return answer
}

async function read({ id, turns }: Extract<Up, { type: 'read' }>): Promise<void> {
  try {
    if (!model) throw new Error('no model')
    const second = await model
    const said = []
    for (const turn of turns) said.push(await second.read(turn))
    tell({ type: 'said', id, said })
  } catch {
    tell({ type: 'unread', id })
  }
}

/** Only our own encoder has vectors; a model from a hub tells labels alone. */
async function embed({ id, texts }: Extract<Up, { type: 'embed' }>): Promise<void> {
  try {
    const second = await model
    if (!(second instanceof Encoder)) throw new Error('no vectors')
    const vectors = []
    for (const text of texts) vectors.push(await second.vector(text))
    tell({ type: 'embedded', id, vectors })
  } catch {
    tell({ type: 'unread', id })
  }
}
