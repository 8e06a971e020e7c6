import type { Urgency } from './label.ts'
import { type Anger, intentOf, type Mood, OUT_OF_SCOPE } from './labels.ts'

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

/** Words by which people say that it cannot wait. */
const PRESSING = /马上|立刻|立即|尽快|赶紧|赶快|很急|着急|急用|加急|紧急|快点|等不及|urgent|asap|right now|immediately|as soon as possible/i

/**
 * How urgent a message is: as its intent usually is, one step more for anger or for words that press, two for both. What
 * asks for nothing (a greeting, thanks) is never urgent.
 */
export function urgencyOf(intent: string, anger: Anger, text: string): Urgency {
  const usual = intentOf(intent)
  if (usual && usual.ticket === null && anger < 2) return 'low'
  const steps = (anger >= 2 ? 1 : 0) + (PRESSING.test(text) ? 1 : 0)
  const base = intent === OUT_OF_SCOPE ? 'normal' : (usual?.urgency ?? 'normal')
  return STEPS[Math.min(STEPS.length - 1, STEPS.indexOf(base) + steps)] ?? 'normal'
}
