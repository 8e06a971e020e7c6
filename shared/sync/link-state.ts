import type { Millis } from '../base/clock.ts'
import type { ObjectId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import type { Down } from '../protocol/down.ts'
import type { ErrorKind } from '../protocol/error.ts'
import type { Up } from '../protocol/up.ts'
import type { Waiting } from './outbox.ts'

/** Where a link stands; what leads from one to the other is drawn at `Session`. */
export type LinkState =
  | { name: 'stopped' }
  | { name: 'offline' }
  | { name: 'waiting'; until: Millis; attempt: number }
  | { name: 'connecting'; since: Millis; attempt: number }
  | { name: 'live'; since: Millis; heard: Millis; spoken: Millis; pinged: Millis | null; trip: Millis | null; greeted: boolean }
  | { name: 'refused'; kind: ErrorKind }

export type Input =
  | { type: 'start'; online: boolean }
  | { type: 'stop' }
  | { type: 'online' }
  | { type: 'offline' }
  | { type: 'opened' }
  | { type: 'closed'; code: number }
  | { type: 'pong' }
  | { type: 'frame'; frame: Down }
  | { type: 'follow'; to: ObjectId; head: number }
  | { type: 'unfollow'; to: ObjectId }
  | { type: 'rewind'; to: ObjectId; head: number }
  | { type: 'outbox'; waiting: readonly Waiting[] }
  | { type: 'tick' }

/** `forget`: the log that was copied is gone, and so must be the copy. */
export type Action =
  | { do: 'connect' }
  | { do: 'forget'; of: ObjectId }
  | { do: 'disconnect' }
  | { do: 'ping' }
  | { do: 'send'; frame: Up }
  | { do: 'deliver'; frame: Down }

/** A ping after silence of either side: ours shows that the way is good, the other end that we still read. */
export const pingAt = (state: Extract<LinkState, { name: 'live' }>): Millis =>
  state.pinged === null ? Math.min(state.heard, state.spoken) + LIMITS.ping : state.pinged + LIMITS.pong
