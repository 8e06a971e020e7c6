import type { Urgency } from './label.ts'
import { type Anger, isMatter, type Mood } from './labels.ts'
import type { Reading } from './reading.ts'

/** What a conversation is about and how it goes, from the readings of what its customer said. */
export interface Overall {
  /** Which message told the matter; the last one where none did. */
  at: number
  /** The matter: the last intent that asks for something, and more than a person; null while nothing was asked for or understood. */
  intent: string | null
  score: number
  candidates: Reading['candidates']
  mood: Mood
  anger: Anger
  urgency: Urgency
}

/** A person is asked for about something: where that was told, it is the matter. */
export const ASKS_FOR_A_PERSON = 'request-person'

/** So many of the last messages tell how angry somebody is now: anger passes. */
const LATELY = 3
const URGENCIES: readonly Urgency[] = ['low', 'normal', 'high', 'urgent']

/** Null where nothing was said. Oldest reading first. */
export function overall(readings: readonly Reading[]): Overall | null {
  const last = readings.at(-1)
  if (!last) return null
  const matters = readings.flatMap(({ intent }, at) => (isMatter(intent) ? [at] : []))
  const told = matters.findLast((at) => readings[at]?.intent !== ASKS_FOR_A_PERSON) ?? matters.at(-1) ?? -1
  const matter = readings[told]
  const lately = readings.slice(-LATELY)
  const angriest = lately.reduce((most, { anger }) => (anger > most ? anger : most), 0 as Anger)
  const pressing = matter ? [...lately, matter] : lately
  return {
    at: matter ? told : readings.length - 1,
    intent: matter?.intent ?? null,
    score: matter?.score ?? 0,
    candidates: (matter ?? last).candidates,
    mood: last.mood === 'neutral' && angriest > 0 ? 'negative' : last.mood,
    anger: angriest,
    urgency: URGENCIES[Math.max(...pressing.map(({ urgency }) => URGENCIES.indexOf(urgency)))] ?? 'normal',
  }
}
