import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from '@huggingface/transformers'
import { Baseline, readBaseline } from '../runtime/baseline.ts'
import { Encoder } from '../runtime/encoder.ts'
import { readTalkModel, TalkReader } from '../runtime/talk-reader.ts'

/** Where the weights lie. */
export const BASELINE = join(import.meta.dirname, '../runtime/weights/baseline.bin')
const TALK = join(import.meta.dirname, '../runtime/weights/talk.bin')
export const ENCODER = join(import.meta.dirname, '../encoder')

/** The n-gram model that ships. */
export const shippedBaseline = (): Baseline => new Baseline(readBaseline(new Uint8Array(readFileSync(BASELINE))))

/** What reads talks at the edge. */
export const shippedTalkReader = (): TalkReader => new TalkReader(readTalkModel(new Uint8Array(readFileSync(TALK))))

/** The encoder that ships, by the library's own runtime for Node; nothing is fetched. */
export function shippedEncoder(): Promise<Encoder> {
  env.allowRemoteModels = false
  env.localModelPath = join(ENCODER, '..')
  return Encoder.load('encoder', 'cpu')
}
