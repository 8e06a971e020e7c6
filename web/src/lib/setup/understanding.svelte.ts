import { newSecret } from '$shared/base/new-ids.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import type { CorrectionState, HubModel, KeptCorrection, OwnIntent, UnderstandingInfo } from '$shared/protocol/understanding.ts'
import { isOwn } from '$shared/understanding/labels.ts'
import type { Lesson } from '../../../../models/runtime/learn.ts'
import type { Outcome } from '../http/ask.ts'
import type { Gain, TrainDown, TrainUp } from '../inference/trainer.ts'
import { understanding } from '../inference/understanding.svelte.ts'
import { browserRandom } from '../replica/random.ts'
import {
  dropHubModel,
  dropIntent,
  dropOwnBaseline,
  getAccepted,
  getCorrections,
  getIntents,
  getMe,
  getUnderstanding,
  judgeCorrections,
  putIntent,
  useHubModel,
  useOwnBaseline,
} from './api.ts'

export type Training =
  | { name: 'idle' }
  | { name: 'running'; share: number }
  | { name: 'done'; bytes: Uint8Array<ArrayBuffer>; known: Gain; corrected: Gain }
  | { name: 'failed' }

/** A correction says more than one sentence of thousands. */
const WEIGHT = 3

/** What the desk taught its models: corrections to look at, training on them, and which models are in use. */
export class Teaching {
  corrections = $state.raw<KeptCorrection[]>([])
  info = $state.raw<UnderstandingInfo>({ hub: null, baseline: null, intents: [] })
  intents = $state.raw<OwnIntent[]>([])
  error = $state<HttpError | null>(null)
  loaded = $state(false)
  isOwner = $state(false)
  training = $state.raw<Training>({ name: 'idle' })
  #thread: Worker | null = null
  /** All corrections that were accepted, also those that are too old to be shown. */
  #accepted = $state.raw<KeptCorrection[]>([])

  async load(): Promise<void> {
    this.error = null
    const [me, corrections, info, intents] = await Promise.all([getMe(), getCorrections(), getUnderstanding(), getIntents()])
    await this.#count()
    if (me.ok) this.isOwner = me.value.role === 'owner'
    if (corrections.ok) this.corrections = corrections.value
    if (info.ok) this.info = info.value
    if (intents.ok) this.intents = intents.value
    for (const answer of [me, corrections, info, intents]) if (!answer.ok) this.error ??= answer.error
    this.loaded = true
  }

  async judge(ids: KeptCorrection['id'][], state: CorrectionState): Promise<void> {
    if (!this.#took(await judgeCorrections({ ids, state }))) return
    this.corrections = this.corrections.map((row) => (ids.includes(row.id) ? { ...row, state } : row))
    await this.#count()
  }

  /** How much there is to learn: corrections that were accepted, and intents of the desk's own. */
  get toLearn(): number {
    return this.#accepted.length + this.intents.length
  }

  async saveIntent(intent: OwnIntent): Promise<boolean> {
    const saved = await putIntent(intent)
    if (this.#took(saved)) await this.#named(saved.value)
    return saved.ok
  }

  async dropIntent(id: string): Promise<void> {
    const left = await dropIntent(id)
    if (this.#took(left)) await this.#named(left.value)
  }

  /** Learns from what ships and from what was accepted, in a thread of its own. */
  async train(): Promise<void> {
    this.cancel()
    this.training = { name: 'running', share: 0 }
    await this.#count()
    if (this.training.name !== 'running') return
    const thread = new Worker(new URL('../inference/trainer.ts', import.meta.url), { type: 'module' })
    this.#thread = thread
    thread.onerror = (event) => {
      event.preventDefault()
      this.#ended({ name: 'failed' })
    }
    thread.onmessage = ({ data }: MessageEvent<TrainDown>) => {
      if (data.type === 'progress') this.training = { name: 'running', share: data.share }
      else if (data.type === 'failed') this.#ended({ name: 'failed' })
      else this.#ended({ name: 'done', bytes: data.bytes, known: data.known, corrected: data.corrected })
    }
    const own = new Set(this.intents.map(({ id }) => id))
    const corrections = this.#accepted.map(lessonOf).filter(({ intent }) => intent === null || !isOwn(intent) || own.has(intent))
    const inUse = this.info.baseline && `/api/understanding/baseline/${this.info.baseline}`
    thread.postMessage({ lessons: [...corrections, ...this.intents.flatMap(lessonsOf)], inUse } satisfies TrainUp)
  }

  cancel(): void {
    this.#ended({ name: 'idle' })
  }

  /** Everybody reads with what was just learned. */
  async adopt(): Promise<void> {
    if (this.training.name !== 'done') return
    if (this.#use(await useOwnBaseline(new Blob([this.training.bytes])))) this.training = { name: 'idle' }
  }

  async dropBaseline(): Promise<void> {
    this.#use(await dropOwnBaseline())
  }

  async useHub(hub: HubModel): Promise<boolean> {
    return this.#use(await useHubModel(hub))
  }

  async dropHub(): Promise<void> {
    this.#use(await dropHubModel())
  }

  async #count(): Promise<void> {
    const accepted = await getAccepted()
    if (accepted.ok) this.#accepted = accepted.value
  }

  #ended(training: Training): void {
    this.#thread?.terminate()
    this.#thread = null
    this.training = training
  }

  /** Intents have other names from now on, here as for everybody. */
  async #named(intents: OwnIntent[]): Promise<void> {
    this.intents = intents
    const info = await getUnderstanding()
    if (info.ok) this.#use(info)
  }

  #use(answer: Outcome<UnderstandingInfo>): boolean {
    if (!this.#took(answer)) return false
    this.info = answer.value
    understanding.use(answer.value)
    return true
  }

  #took<Value>(answer: Outcome<Value>): answer is Extract<Outcome<Value>, { ok: true }> {
    this.error = answer.ok ? null : answer.error
    return answer.ok
  }
}

const lessonOf = ({ correction: { text, before, intent, mood, read } }: KeptCorrection): Lesson => ({
  text,
  before,
  intent,
  mood,
  anger: mood === 'negative' ? Math.max(1, read.anger) : null,
  split: 'train',
  weight: WEIGHT,
})

/** Of a desk's own sentences one in so many is for calibrating, never learned from. */
const HELD = 8
/** Few sentences stand beside hundreds of each other intent: together they count for about so many, none for more than 15. */
const TOGETHER = 120
const MOST_WEIGHT = 15

const lessonsOf = ({ id, examples }: OwnIntent): Lesson[] =>
  examples.map((text, index) => ({
    text,
    before: null,
    intent: id,
    mood: null,
    anger: null,
    split: index % HELD === HELD - 1 ? 'validation' : 'train',
    weight: Math.max(1, Math.min(MOST_WEIGHT, TOGETHER / examples.length)),
  }))

/** A new id for an intent of a desk's own. */
export const newIntentId = (): string => `own-${newSecret(browserRandom).slice(0, 8)}`

/**
 * A label map as an owner writes it: a line `their label = our intent` for each. Gives the map, or the first line that is
 * none.
 */
export function labelsOf(text: string): { ok: true; labels: Record<string, string> } | { ok: false; line: number } {
  const labels: Record<string, string> = {}
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const [, label, intent] = /^\s*(.+?)\s*=\s*([a-z-]+)\s*$/.exec(line) ?? []
    if (!label || !intent) return { ok: false, line: index + 1 }
    labels[label] = intent
  }
  return { ok: true, labels }
}
