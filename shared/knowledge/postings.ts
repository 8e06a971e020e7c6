/** Which documents hold a token, and how much it weighs in each; the documents of token `t` lie from `starts[t]` on. */
export interface Postings {
  starts: Int32Array
  at: Int32Array
  weight: Float32Array
}

/** Rows of (token, document, counts by field) as they are met, in arrays that grow. */
export class Rows {
  length = 0
  tokens = new Int32Array(1 << 14)
  documents = new Int32Array(1 << 14)
  counts: Float32Array
  readonly #fields: number

  constructor(fields: number) {
    this.#fields = fields
    this.counts = new Float32Array(this.tokens.length * fields)
  }

  push(token: number, document: number): number {
    if (this.length === this.tokens.length) this.#grow()
    this.tokens[this.length] = token
    this.documents[this.length] = document
    return this.length++
  }

  #grow(): void {
    const size = this.tokens.length * 2
    const wider = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(size)
      grown.set(array)
      return grown
    }
    this.tokens = wider(this.tokens)
    this.documents = wider(this.documents)
    const counts = new Float32Array(size * this.#fields)
    counts.set(this.counts)
    this.counts = counts
  }
}

/** Adds to a place of an array of numbers. */
export function add(array: Float32Array | Int32Array, at: number, more: number): void {
  array[at] = (array[at] as number) + more
}

/** Sorts rows by token (counting sort), each with its weight; without weights each counts one. */
export function postingsOf(rows: Rows, tokens: number, weights: Float32Array | null): Postings {
  const starts = new Int32Array(tokens + 1)
  for (let row = 0; row < rows.length; row++) add(starts, (rows.tokens[row] as number) + 1, 1)
  for (let token = 0; token < tokens; token++) add(starts, token + 1, starts[token] as number)
  const next = starts.slice()
  const at = new Int32Array(rows.length)
  const weight = new Float32Array(rows.length)
  for (let row = 0; row < rows.length; row++) {
    const token = rows.tokens[row] as number
    const place = next[token] as number
    next[token] = place + 1
    at[place] = rows.documents[row] as number
    weight[place] = weights ? (weights[row] as number) : 1
  }
  return { starts, at, weight }
}
