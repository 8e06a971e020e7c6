import type { Reading } from '$shared/understanding/reading.ts'
import { Baseline, type BaselineModel, readBaseline, speaksVocabulary } from '../../../../models/runtime/baseline.ts'
import type { Turn } from '../../../../models/runtime/encoder.ts'
import { MANIFEST } from '../../../../models/runtime/manifest.ts'
import { fused, readingOf, type Said, type Tuning } from '../../../../models/runtime/shares.ts'
import weights from '../../../../models/runtime/weights/baseline.bin?url'
import { keptOrFetched, letGo } from './files.ts'

/** What reads better and later, where there is such: the encoder. */
export interface Slow {
  read(turns: readonly Turn[]): Promise<Said[] | null>
}

let loading: Promise<Baseline> | null = null
/** Where the weights are that the desk trained for itself; null where it reads with what ships. */
let own: string | null = null

/** Reads with weights that the desk trained from now on, or with what ships again. */
export function useBaseline(url: string | null): void {
  if (url === own) return
  own = url
  loading = null
}

/** The model that is always there, laid up with the app for when there is no network. A failure is forgotten: the next reading tries again. */
function baseline(): Promise<Baseline> {
  loading ??= load(own).catch((fault) => {
    loading = null
    throw fault
  })
  return loading
}

/**
 * Weights of the desk's own that cannot be had leave what ships until the next reading; those of another vocabulary leave it
 * for good.
 */
async function load(url: string | null): Promise<Baseline> {
  if (url) {
    const answer = await keptOrFetched(url).catch(() => null)
    const model = answer?.ok ? readOwn(new Uint8Array(await answer.arrayBuffer())) : null
    if (model) {
      await letGo((path) => path === url || !path.startsWith(OWN))
      return new Baseline(model)
    }
    if (!answer?.ok) loading = null
  }
  const answer = await fetch(weights)
  if (!answer.ok) throw new Error(`the model was answered with ${answer.status}`)
  return new Baseline(readBaseline(new Uint8Array(await answer.arrayBuffer())))
}

/** Where weights lie that desks trained for themselves. */
const OWN = '/api/understanding/baseline/'

function readOwn(bytes: Uint8Array): BaselineModel | null {
  try {
    const model = readBaseline(bytes)
    return speaksVocabulary(model) ? model : null
  } catch {
    return null
  }
}

/** A model from a hub tells intents alone, in place of ours, and nobody has tuned it: what it holds more likely than not is named. */
const HUB_TUNING: Tuning = { ...MANIFEST.tuning, intent: { baseline: 0, encoder: 1 }, least: 0.5 }

/** What the encoder said of turns, so that a conversation that grows is not read again from its beginning. */
const MOST_KEPT = 1000
const kept = new Map<string, Said>()
const keyOf = ({ text, before }: Turn): string => JSON.stringify([text, before])

function keep(key: string, said: Said): void {
  kept.set(key, said)
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break
    kept.delete(oldest)
  }
}

function readTurn(model: Baseline, turn: Turn): Reading {
  const second = kept.get(keyOf(turn))
  if (!second) return model.read(turn.text, turn.before)
  const tuning = second.mood ? MANIFEST.tuning : HUB_TUNING
  return readingOf(turn.text, fused(model.shares(turn.text, turn.before), second, tuning), { least: tuning.least, model: MANIFEST.id })
}

/** Forgets what the encoder said: another model reads from now on. */
export const forget = (): void => kept.clear()

/** What the baseline alone makes of a text. Rejects where no model can be had. */
export const instantReading = async (text: string): Promise<Reading> => (await baseline()).read(text, null)

/**
 * Reads what a customer said, oldest first, on this device, and tells at once what the baseline makes of each message; a
 * second time when the encoder has read it too. Null where no model can be had.
 */
export async function readAll(said: readonly string[], slow: Slow, tell: (readings: Reading[] | null) => void): Promise<void> {
  const model = await baseline().catch(() => null)
  if (!model) return tell(null)
  const turns = said.map((text, index) => ({ text, before: said[index - 1] ?? null }))
  const read = () => turns.map((turn) => readTurn(model, turn))
  tell(read())
  const unread = turns.filter((turn) => !kept.has(keyOf(turn)))
  const more = unread.length > 0 ? await slow.read(unread) : null
  if (!more) return
  for (const [index, turn] of unread.entries()) keep(keyOf(turn), more[index] as Said)
  tell(read())
}
