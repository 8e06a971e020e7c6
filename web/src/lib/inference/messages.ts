import type { Turn } from '../../../../models/runtime/encoder.ts'
import type { Said } from '../../../../models/runtime/shares.ts'

/** Which model is to be read with: our own, or one that the desk chose from a hub, whose labels stand for intents of ours. */
export type Chosen = { kind: 'own' } | { kind: 'hub'; revision: string; labels: Readonly<Record<string, string>> }

/** What the page asks of the Web Worker. */
export type Up =
  | { type: 'load'; model: Chosen }
  /** Stops what is being fetched; what came whole is kept. */
  | { type: 'pause' }
  | { type: 'read'; id: number; turns: readonly Turn[] }
  | { type: 'embed'; id: number; texts: readonly string[] }

/** Why a model is not there: not reached, not as it was published, or not a model that can be read with. */
export type Trouble = 'unreachable' | 'damaged' | 'unreadable'

/** What the Web Worker tells. */
export type Down =
  | { type: 'progress'; received: number; total: number }
  | { type: 'ready' }
  | { type: 'failed'; code: Trouble }
  | { type: 'said'; id: number; said: Said[] }
  /** A vector of length one for each text. */
  | { type: 'embedded'; id: number; vectors: Float32Array[] }
  | { type: 'unread'; id: number }
