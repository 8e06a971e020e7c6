import { type Random, uniform } from '../../shared/base/random.ts'
import { type Linear, LinearClassifier, softmax } from './linear.ts'

export interface Example {
  features: readonly number[]
  label: string
  /** How much it counts; 1 where nothing is said. */
  weight?: number
}

export interface FitOptions {
  random: Random
  epochs?: number
  /** Learning rate and how it begins: alpha and beta of FTRL-Proximal. */
  rate?: number
  calm?: number
  /** How strongly weights are drawn to exactly nothing, and to little: the first makes the model small. */
  sparse?: number
  decay?: number
  /**
   * Share of its features that an example is learned without, others each time, so that what is known rests on many of them
   * (Srivastava et al., Dropout, 2014).
   */
  drop?: number
  /** What fewer examples than this have is learned with and then left out: it would double the size for nothing. */
  leastSeen?: number
  /** Hears after each pass how well the texts are known: the mean negative logarithm of the right label's probability. */
  onEpoch?: (epoch: number, loss: number) => void
}

/**
 * Fits a linear classifier: multinomial logistic regression by FTRL-Proximal (McMahan et al., Ad Click Prediction: a View
 * from the Trenches, 2013), which leaves most weights at nothing. Seconds for ten thousand texts, in a browser, at the
 * edge or in Node. `labels` fixes the order.
 */
export function fitLinear(examples: readonly Example[], labels: readonly string[], options: FitOptions): Linear {
  const { random, epochs = 10, rate = 2, calm = 1, sparse = 0.1, decay = 0.1, drop = 0, leastSeen = 2, onEpoch } = options
  const columns = columnsOf(examples)
  const size = labels.length
  const place = new Map(labels.map((label, index) => [label, index]))
  const weights = new Float32Array(columns.size * size)
  const leads = new Float32Array(columns.size * size)
  const squares = new Float32Array(columns.size * size)
  const bias = new Float32Array(size)
  const rows = examples.map(
    ({ features, label, weight = 1 }): Row => ({
      columns: Int32Array.from(features, (feature) => columns.get(feature)?.index ?? 0),
      values: valuesOf(features, columns, examples.length),
      label: place.get(label) ?? 0,
      weight,
    }),
  )
  const order = rows.map((_, index) => index)
  const sums = new Float32Array(size)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    let loss = 0
    for (const index of order) {
      const row = thinned(rows[index] as Row, drop, random)
      sums.set(bias)
      for (let at = 0; at < row.columns.length; at++) {
        const from = (row.columns[at] as number) * size
        const value = row.values[at] as number
        for (let label = 0; label < size; label++) sums[label] = (sums[label] as number) + (weights[from + label] as number) * value
      }
      const gradients = softmax(sums, 1)
      loss -= Math.log(Math.max(1e-9, gradients[row.label] as number)) * row.weight
      gradients[row.label] = (gradients[row.label] as number) - 1
      for (let label = 0; label < size; label++) {
        const gradient = (gradients[label] as number) * row.weight
        if (Math.abs(gradient) < 1e-3) continue
        bias[label] = (bias[label] as number) - (0.05 / (epoch + 1)) * gradient
        for (let at = 0; at < row.columns.length; at++) {
          const slot = (row.columns[at] as number) * size + label
          const slope = gradient * (row.values[at] as number)
          const before = squares[slot] as number
          const after = before + slope * slope
          leads[slot] = (leads[slot] as number) + slope - ((Math.sqrt(after) - Math.sqrt(before)) / rate) * (weights[slot] as number)
          squares[slot] = after
          const lead = leads[slot] as number
          weights[slot] = Math.abs(lead) <= sparse ? 0 : -(lead - Math.sign(lead) * sparse) / ((calm + Math.sqrt(after)) / rate + decay)
        }
      }
    }
    onEpoch?.(epoch + 1, loss / rows.length)
  }
  return pack(labels, columns, examples.length, weights, bias, leastSeen)
}

/** An example as it is learned from. */
interface Row {
  columns: Int32Array
  values: Float32Array
  label: number
  weight: number
}

/** Without a share of what it is known by; what is left counts for all of it. */
function thinned(row: Row, drop: number, random: Random): Row {
  if (drop === 0) return row
  const kept: number[] = []
  for (let at = 0; at < row.columns.length; at++) if (uniform(random) >= drop) kept.push(at)
  const columns = Int32Array.from(kept, (at) => row.columns[at] as number)
  return { ...row, columns, values: Float32Array.from(kept, (at) => (row.values[at] as number) / (1 - drop)) }
}

type Columns = ReadonlyMap<number, { index: number; seen: number }>

function columnsOf(examples: readonly Example[]): Columns {
  const columns = new Map<number, { index: number; seen: number }>()
  for (const { features } of examples)
    for (const feature of features) {
      const column = columns.get(feature)
      if (column) column.seen++
      else columns.set(feature, { index: columns.size, seen: 1 })
    }
  return columns
}

/** How much a feature tells by being rare: its inverse document frequency, about 1 for a feature of middling rarity. */
const rarity = (seen: number, all: number): number => (1 + Math.log((1 + all) / (1 + seen))) / 6

function valuesOf(features: readonly number[], columns: Columns, all: number): Float32Array {
  const norm = 1 / Math.sqrt(Math.max(1, features.length))
  return Float32Array.from(features, (feature) => rarity(columns.get(feature)?.seen ?? 1, all) * norm)
}

function shuffle(order: number[], random: Random): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(uniform(random) * (at + 1))
    ;[order[at], order[other]] = [order[other] as number, order[at] as number]
  }
}

/** Entries that are left, as signed bytes; how rare a feature is becomes part of its weights. */
function pack(
  labels: readonly string[],
  columns: Columns,
  all: number,
  weights: Float32Array,
  bias: Float32Array,
  leastSeen: number,
): Linear {
  const size = labels.length
  const [features, starts, entryLabels, entryWeights]: [number[], number[], number[], number[]] = [[], [], [], []]
  const scale = SCALE
  for (const [feature, { index, seen }] of [...columns].toSorted(([one], [other]) => one - other)) {
    if (seen < leastSeen) continue
    const from = entryLabels.length
    for (let label = 0; label < size; label++) {
      const weight = Math.round(((weights[index * size + label] as number) * rarity(seen, all)) / scale)
      if (weight === 0) continue
      entryLabels.push(label)
      entryWeights.push(Math.max(-127, Math.min(127, weight)))
    }
    if (entryLabels.length === from) continue
    features.push(feature)
    starts.push(from)
  }
  starts.push(entryLabels.length)
  return {
    labels,
    scale,
    temperature: 1,
    bias,
    features: Uint32Array.from(features),
    starts: Uint32Array.from(starts),
    entries: { labels: Uint8Array.from(entryLabels), weights: Int8Array.from(entryWeights) },
  }
}

/** What a weight of one byte step stands for. */
const SCALE = 0.25

/** The temperature at which probabilities are truest on examples that were not learned from. */
export function calibrate(model: Linear, examples: readonly Example[]): Linear {
  const classifier = new LinearClassifier(model)
  const place = new Map(model.labels.map((label, index) => [label, index]))
  const known = examples.flatMap(({ features, label }) => {
    const index = place.get(label)
    return index === undefined ? [] : [{ sums: classifier.sums(features), index }]
  })
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY }
  for (let temperature = 0.3; temperature < 4; temperature *= 1.05) {
    const loss = known.reduce((total, { sums, index }) => total - Math.log(Math.max(1e-9, softmax(sums, temperature)[index] as number)), 0)
    if (loss < best.loss) best = { temperature, loss }
  }
  return { ...model, temperature: best.temperature }
}
