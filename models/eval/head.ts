import { type Random, uniform } from '../../shared/base/random.ts'
import { softmax } from '../runtime/linear.ts'

/** A softmax over vectors: what the encoder's last layer is, fitted on any labelled set. */
export interface Head {
  labels: readonly string[]
  probabilities(vector: Float32Array): Float32Array
}

const EPOCHS = 30
const BATCH = 32
const RATE = 0.02
const DECAY = 1e-4
/** Vectors are of length one; so much larger they let a softmax be sure. */
const SCALE = 16

/** Fits a softmax by Adam (Kingma and Ba, 2015), the rate falling to nothing. `labels` fixes the order. */
export function fitHead(rows: readonly { vector: Float32Array; label: string }[], labels: readonly string[], random: Random): Head {
  const size = (rows[0]?.vector.length ?? 0) + 1
  const weights = new Float32Array(labels.length * size)
  const [first, second] = [new Float32Array(weights.length), new Float32Array(weights.length)]
  const gradient = new Float32Array(weights.length)
  const place = new Map(labels.map((label, index) => [label, index]))
  const sums = (vector: Float32Array): Float32Array =>
    Float32Array.from(labels, (_, label) => {
      const from = label * size
      let sum = weights[from + size - 1] as number
      for (let at = 0; at < size - 1; at++) sum += (weights[from + at] as number) * (vector[at] as number) * SCALE
      return sum
    })
  const order = rows.map((_, index) => index)
  const steps = Math.ceil(rows.length / BATCH) * EPOCHS
  for (let step = 0; step < steps; step++) {
    if ((step * BATCH) % rows.length < BATCH) order.sort(() => uniform(random) - 0.5)
    gradient.fill(0)
    for (let each = 0; each < BATCH; each++) {
      const row = rows[order[(step * BATCH + each) % rows.length] as number]
      if (!row) continue
      const slopes = softmax(sums(row.vector), 1)
      const right = place.get(row.label) ?? 0
      slopes[right] = (slopes[right] as number) - 1
      for (let label = 0; label < labels.length; label++) {
        const slope = (slopes[label] as number) / BATCH
        if (Math.abs(slope) < 1e-5) continue
        const from = label * size
        for (let at = 0; at < size - 1; at++)
          gradient[from + at] = (gradient[from + at] as number) + slope * (row.vector[at] as number) * SCALE
        gradient[from + size - 1] = (gradient[from + size - 1] as number) + slope
      }
    }
    const rate = RATE * (1 - step / steps)
    const [bias1, bias2] = [1 - 0.9 ** (step + 1), 1 - 0.98 ** (step + 1)]
    for (let at = 0; at < weights.length; at++) {
      const slope = (gradient[at] as number) + DECAY * (weights[at] as number)
      first[at] = 0.9 * (first[at] as number) + 0.1 * slope
      second[at] = 0.98 * (second[at] as number) + 0.02 * slope * slope
      weights[at] = (weights[at] as number) - (rate * (first[at] as number)) / bias1 / (Math.sqrt((second[at] as number) / bias2) + 1e-8)
    }
  }
  return { labels, probabilities: (vector) => softmax(sums(vector), 1) }
}
