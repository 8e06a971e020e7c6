import type { Linear } from './linear.ts'

/** Numbers from 0 up, the small ones in one byte (LEB128). */
export class Writer {
  readonly #bytes: number[] = []

  number(value: number): void {
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      if (rest < 128) {
        this.#bytes.push(rest)
        return
      }
      this.#bytes.push((rest % 128) + 128)
    }
  }

  bytes(values: Uint8Array | Int8Array): void {
    for (const value of values) this.#bytes.push(value & 0xff)
  }

  text(value: string): void {
    const encoded = new TextEncoder().encode(value)
    this.number(encoded.length)
    this.bytes(encoded)
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }
}

/** Reads what a `Writer` wrote. Throws a `RangeError` where the bytes end too early. */
export class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  number(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new RangeError('a model ends too early')
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }

  bytes(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new RangeError('a model ends too early')
    this.#at += length
    return this.#bytes.slice(this.#at - length, this.#at)
  }

  text(): string {
    return new TextDecoder().decode(this.bytes(this.number()))
  }
}

/** A linear classifier in few bytes: features as differences, entries by column, which compresses well. */
export function writeLinear(writer: Writer, { labels, scale, temperature, bias, features, starts, entries }: Linear): void {
  writer.text(JSON.stringify({ labels, scale, temperature, bias: [...bias].map((value) => Number(value.toFixed(4))) }))
  writer.number(features.length)
  let before = 0
  for (const feature of features) {
    writer.number(feature - before)
    before = feature
  }
  for (let index = 0; index < features.length; index++) writer.number((starts[index + 1] as number) - (starts[index] as number))
  writer.bytes(entries.labels)
  writer.bytes(entries.weights)
}

export function readLinear(reader: Reader): Linear {
  const { labels, scale, temperature, bias } = JSON.parse(reader.text()) as Pick<Linear, 'labels' | 'scale' | 'temperature'> & {
    bias: number[]
  }
  const features = new Uint32Array(reader.number())
  let before = 0
  for (let index = 0; index < features.length; index++) {
    before += reader.number()
    features[index] = before
  }
  const starts = new Uint32Array(features.length + 1)
  for (let index = 0; index < features.length; index++) starts[index + 1] = (starts[index] as number) + reader.number()
  const count = starts[features.length] as number
  const entryLabels = reader.bytes(count)
  const weights = new Int8Array(reader.bytes(count).buffer)
  return { labels, scale, temperature, bias: Float32Array.from(bias), features, starts, entries: { labels: entryLabels, weights } }
}
