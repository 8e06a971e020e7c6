import type { Millis } from '../../shared/base/clock.ts'
import type { SeatId } from '../../shared/base/ids.ts'
import type { Arrival } from './day.ts'

/** What became of a customer. */
export interface Outcome {
  arrival: Arrival
  /** When somebody took it; null for one who gave up. */
  taken: Millis | null
  seat: SeatId | null
  /** When it was over: the talk, or their patience. */
  over: Millis
}
