import type { Millis } from '../base/clock.ts'
import { LIMITS } from '../base/limits.ts'

/** How long the next answer is waited for on a socket that lives, after so many tries that had none. */
export const patience = (tries: number): Millis => Math.min(LIMITS.answerMost, LIMITS.answer * 2 ** Math.min(tries, 10))
