/**
 * A linear classifier over hashed features: a softmax of sums of weights. Only features that say something are kept,
 * each with the few labels that it speaks for or against, as signed bytes.
 */
export interface Linear {
  readonly labels: readonly string[]
  /** What a weight of 1 stands for. */
  readonly scale: number
  /** Divides the sums, so that probabilities are true (Guo et al., On Calibration of Modern Neural Networks, 2017). */
  readonly temperature: number
  /** For all labels, where no feature says anything. */
  readonly bias: Float32Array
  readonly features: Uint32Array
  /** Where the entries of each feature begin; one more than there are features. */
  readonly starts: Uint32Array
  readonly entries: { readonly labels: Uint8Array; readonly weights: Int8Array }
}

/** Probabilities of all labels, in their order. Microseconds a text. */
export class LinearClassifier {
  readonly model: Linear
  readonly #slots: Int32Array
  readonly #mask: number

  constructor(model: Linear) {
    this.model = model
    let size = 1
    while (size < model.features.length * 2) size *= 2
    this.#mask = size - 1
    this.#slots = new Int32Array(size).fill(-1)
    for (let index = 0; index < model.features.length; index++) {
      let slot = (model.features[index] as number) & this.#mask
      while (this.#slots[slot] !== -1) slot = (slot + 1) & this.#mask
      this.#slots[slot] = index
    }
  }

  /** Sums by label, before they become probabilities. */
  sums(features: readonly number[]): Float32Array {
    const { bias, scale, starts, entries } = this.model
    const sums = new Float32Array(bias.length)
    let known = 0
    for (const feature of features) {
      const index = this.#find(feature)
      if (index < 0) continue
      known++
      for (let at = starts[index] as number; at < (starts[index + 1] as number); at++) {
        const label = entries.labels[at] as number
        sums[label] = (sums[label] as number) + (entries.weights[at] as number)
      }
    }
    const norm = scale / Math.sqrt(Math.max(1, features.length))
    for (let label = 0; label < sums.length; label++) sums[label] = (bias[label] as number) + (sums[label] as number) * norm
    return known === 0 ? Float32Array.from(bias) : sums
  }

  probabilities(features: readonly number[]): Float32Array {
    return softmax(this.sums(features), this.model.temperature)
  }

  #find(feature: number): number {
    for (let slot = feature & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const index = this.#slots[slot] as number
      if (index === -1 || this.model.features[index] === feature) return index
    }
  }
}

export function softmax(sums: Float32Array, temperature: number): Float32Array {
  const most = Math.max(...sums)
  const shares = sums.map((sum) => Math.exp((sum - most) / temperature))
  const all = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => share / all)
}
