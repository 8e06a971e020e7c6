/** Milliseconds since the Unix epoch. */
export type Millis = number

/** Tells the time. Always handed in, never read from the platform inside `shared/`. */
export type Clock = () => Millis

export const SECOND: Millis = 1000
export const MINUTE: Millis = 60 * SECOND
export const HOUR: Millis = 60 * MINUTE
export const DAY: Millis = 24 * HOUR
