import { type FeatureExtractionPipeline, pipeline, Tensor, type TextClassificationPipeline } from '@huggingface/transformers'
import { OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { softmax } from './linear.ts'
import { LABELS, type Said } from './shares.ts'

/** A text and what the same side said before it. */
export interface Turn {
  text: string
  before: string | null
}

/** Anything that reads turns beside the baseline: our encoder, or a model from a hub. */
export interface Second {
  read(turn: Turn): Promise<Said>
}

/** Where the networks run: in a browser or in Node. */
export type Device = 'wasm' | 'cpu'

/** Tokens of one reading, and of what was said before: as it was trained. */
const LONGEST = 64
const LONGEST_BEFORE = 24
/** Longest text that is cut into tokens, in UTF-16 units: more than the encoder reads of any. */
const LONGEST_TEXT = 600

/** Heads of our encoder by name, in one pass of the network. */
interface Heads {
  logits: Tensor
  mood: Tensor
  anger: Tensor
  sentence: Tensor
}

/** Our own encoder: intent, mood, anger, and the vector of a sentence. */
export class Encoder implements Second {
  readonly #pipeline: FeatureExtractionPipeline
  readonly #temperature: { intent: number; mood: number }
  readonly #marks: { start: number; end: number }

  private constructor(loaded: FeatureExtractionPipeline) {
    this.#pipeline = loaded
    const { evenkeel } = loaded.model.config as unknown as { evenkeel: { temperature: { intent: number; mood: number } } }
    this.#temperature = evenkeel.temperature
    const [start, end] = loaded.tokenizer.encode('')
    if (start === undefined || end === undefined) throw new Error('the tokenizer marks no beginning and end')
    this.#marks = { start, end }
  }

  /** Loads `id` from where the library was told that models lie. Throws where it is not there or is another model. */
  static async load(id: string, device: Device): Promise<Encoder> {
    return new Encoder(await pipeline('feature-extraction', id, { dtype: 'q8', device }))
  }

  async read(turn: Turn): Promise<Said> {
    const { logits, mood, anger } = await this.#pass(turn)
    return {
      intent: softmax(numbers(logits), this.#temperature.intent),
      mood: softmax(numbers(mood), this.#temperature.mood),
      anger: softmax(numbers(anger), 1),
    }
  }

  /** The vector of a text, of length one: the product of two is how alike they are. */
  async vector(text: string): Promise<Float32Array> {
    return numbers((await this.#pass({ text, before: null })).sentence)
  }

  async dispose(): Promise<void> {
    await this.#pipeline.dispose()
  }

  async #pass(turn: Turn): Promise<Heads> {
    const { ids, types } = this.#tokens(turn)
    const row = (values: readonly number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
    const inputs = { input_ids: row(ids), attention_mask: row(ids.map(() => 1)), token_type_ids: row(types) }
    return (await this.#pipeline.model(inputs)) as Heads
  }

  /** Of what was before, the end is kept; of the text, the beginning. */
  #tokens({ text, before }: Turn): { ids: number[]; types: number[] } {
    const { start, end } = this.#marks
    const bare = (part: string) => this.#pipeline.tokenizer.encode(part, { add_special_tokens: false })
    const first = before ? [start, ...bare(before.slice(-LONGEST_TEXT)).slice(-LONGEST_BEFORE), end] : [start]
    const second = [...bare(text.slice(0, LONGEST_TEXT)).slice(0, LONGEST - first.length - 1), end]
    return { ids: [...first, ...second], types: [...first.map(() => 0), ...second.map(() => (before ? 1 : 0))] }
  }
}

/** A text-classification model of somebody else, whose labels stand for intents of ours; it tells nothing of moods. */
export class Classifier implements Second {
  readonly #pipeline: TextClassificationPipeline
  readonly #labels: Readonly<Record<string, string>>

  private constructor(loaded: TextClassificationPipeline, labels: Readonly<Record<string, string>>) {
    this.#pipeline = loaded
    this.#labels = labels
  }

  /** `labels` says which intent each of its labels is; what is not named there is out of scope. */
  static async load(id: string, labels: Readonly<Record<string, string>>, device: Device): Promise<Classifier> {
    return new Classifier(await pipeline('text-classification', id, { dtype: 'q8', device }), labels)
  }

  async read({ text }: Turn): Promise<Said> {
    // Without a bound it tells all labels; the library's types know of a number alone.
    const told = await this.#pipeline(text.slice(0, LONGEST_TEXT), { top_k: null as unknown as number })
    const intent = new Float32Array(LABELS.length)
    const outside = LABELS.indexOf(OUT_OF_SCOPE)
    for (const { label, score } of told as { label: string; score: number }[]) {
      const index = LABELS.indexOf(this.#labels[label] ?? '')
      const at = index < 0 ? outside : index
      intent[at] = (intent[at] as number) + score
    }
    return { intent, mood: null, anger: null }
  }

  async dispose(): Promise<void> {
    await this.#pipeline.dispose()
  }
}

const numbers = (tensor: Tensor): Float32Array => Float32Array.from(tensor.data as Float32Array)
