import models from 'virtual:models'
import { seededRandom } from '$shared/base/random.ts'
import { readBaseline, writeBaseline } from '../../../../models/runtime/baseline.ts'
import { type Lesson, learnBaseline, rightShare } from '../../../../models/runtime/learn.ts'
import weights from '../../../../models/runtime/weights/baseline.bin?url'

/** What was corrected, as the page hands it over. */
export interface TrainUp {
  lessons: readonly Lesson[]
  /** Where the weights are that the desk reads with; null where that is what ships. */
  inUse: string | null
}

/** How well something is read: with what is in use, and with what was learned. */
export interface Gain {
  before: number
  after: number
}

export type TrainDown =
  | { type: 'progress'; share: number }
  | { type: 'trained'; bytes: Uint8Array<ArrayBuffer>; known: Gain; corrected: Gain }
  | { type: 'failed' }

const SEED = 20_261_121
const tell = (message: TrainDown): void => self.postMessage(message)

// A thread of its own: learning takes seconds, and the page goes on.
self.addEventListener('message', ({ data }: MessageEvent<TrainUp>) => void train(data))

async function fetched(url: string): Promise<Response> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}`)
  return answer
}

async function train({ lessons: corrections, inUse }: TrainUp): Promise<void> {
  try {
    const lessons = (await (await fetched(models.lessons)).json()) as Lesson[]
    const before = readBaseline(new Uint8Array(await (await fetched(inUse ?? weights)).arrayBuffer()))
    const model = learnBaseline([...lessons, ...corrections], {
      id: 'desk-baseline',
      random: () => seededRandom(SEED),
      onProgress: (share) => tell({ type: 'progress', share }),
    })
    const gain = (rows: readonly Lesson[]): Gain => ({ before: rightShare(before, rows), after: rightShare(model, rows) })
    const bytes = new Uint8Array(writeBaseline(model))
    tell({ type: 'trained', bytes, known: gain(lessons.filter(({ split }) => split === 'validation')), corrected: gain(corrections) })
  } catch {
    tell({ type: 'failed' })
  }
}
