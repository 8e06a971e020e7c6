import type { Tuning } from './shares.ts'
import manifest from './weights/encoder.json' with { type: 'json' }

/** A file of the encoder, below its folder. */
export interface ModelFile {
  path: string
  bytes: number
  /** In hexadecimal. */
  sha256: string
}

/** The encoder that ships: what it is made of, and how it goes together with the baseline that it was tuned with. */
export interface Manifest {
  /** Changes with every byte of any file. */
  id: string
  files: ModelFile[]
  /** Of the baseline's weights. */
  baseline: string
  tuning: Tuning
}

export const MANIFEST: Manifest = manifest
