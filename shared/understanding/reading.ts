import type { Urgency } from './label.ts'
import { type Anger, intentOf, type Mood, OUT_OF_SCOPE } from './labels.ts'
import { isHazard, isPressing } from './pressing.ts'

/** What a model said of a text. */
export interface Reading {
  /** The likeliest intent, or `out-of-scope` where none is likely enough. */
  intent: string
  /** How probable it is, from 0 to 1. */
  score: number
  /** The likeliest few, most probable first. */
  candidates: { intent: string; score: number }[]
  mood: Mood
  anger: Anger
  urgency: Urgency
  /** Which model said so. */
  model: string
}

const STEPS: readonly Urgency[] = ['low', 'normal', 'high', 'urgent']

/**
 * How urgent a message is: as its intent usually is, one step more for anger or for words that press, two for both. What
 * asks for nothing (a greeting, thanks) is never urgent; danger to life or limb always is. A model may have read better than
 * by words whether it presses.
 */
export function urgencyOf(intent: string, anger: Anger, text: string, presses = isPressing(text)): Urgency {
  if (isHazard(text)) return 'urgent'
  const usual = intentOf(intent)
  if (usual && usual.ticket === null && anger < 2) return 'low'
  const steps = (anger >= 2 ? 1 : 0) + (presses ? 1 : 0)
  const base = intent === OUT_OF_SCOPE ? 'normal' : (usual?.urgency ?? 'normal')
  return STEPS[Math.min(STEPS.length - 1, STEPS.indexOf(base) + steps)] ?? 'normal'
}
