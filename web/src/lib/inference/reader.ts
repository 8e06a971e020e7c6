import { type Overall, overall } from '$shared/understanding/overall.ts'
import { Baseline, readBaseline } from '../../../../models/runtime/baseline.ts'
import weights from '../../../../models/runtime/weights/baseline.bin?url'

let loading: Promise<Baseline> | null = null

/** The model that is always there, laid up with the app for when there is no network. A failure is forgotten: the next reading tries again. */
function baseline(): Promise<Baseline> {
  loading ??= load().catch((fault) => {
    loading = null
    throw fault
  })
  return loading
}

async function load(): Promise<Baseline> {
  const answer = await fetch(weights)
  if (!answer.ok) throw new Error(`the model was answered with ${answer.status}`)
  return new Baseline(readBaseline(new Uint8Array(await answer.arrayBuffer())))
}

/** Reads what a customer said, oldest first, on this device. Null where nothing was said, or the model cannot be had. */
export async function readOverall(said: readonly string[]): Promise<Overall | null> {
  const model = await baseline().catch(() => null)
  return model && overall(said.map((text, index) => model.read(text, said[index - 1] ?? null)))
}
