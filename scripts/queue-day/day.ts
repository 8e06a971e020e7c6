import { HOUR, MINUTE, type Millis, SECOND } from '../../shared/base/clock.ts'
import type { ConversationId, SeatId } from '../../shared/base/ids.ts'
import { newConversationId, newSeatId } from '../../shared/base/new-ids.ts'
import { type Random, seededRandom, uniform } from '../../shared/base/random.ts'
import type { Tier } from '../../shared/triage/customer.ts'

/** A customer who comes and waits for a person. */
export interface Arrival {
  conversation: ConversationId
  at: Millis
  tier: Tier
  urgency: 'normal' | 'high' | 'urgent'
  anger: 0 | 1 | 2
  language: 'zh-CN' | 'en'
  skills: string[]
  /** How long they wait before they give up, and how long whoever serves them is busy. */
  patience: Millis
  handling: Millis
}

export interface Shift {
  seat: SeatId
  name: string
  from: Millis
  to: Millis
  breaks: { from: Millis; to: Millis }[]
  capacity: number
  skills: string[]
  languages: ('zh-CN' | 'en')[]
}

export interface Day {
  start: Millis
  arrivals: Arrival[]
  shifts: Shift[]
}

/** Nine in the morning in Shanghai, on the eleventh of November. */
const MIDNIGHT = Date.UTC(2026, 10, 10, 16)
const OPENS = 9
const CLOSES = 22

/** Customers an hour of a desk of e-commerce on a busy day: peaks at lunch and in the evening. */
const BY_HOUR: Readonly<Record<number, number>> = {
  9: 170,
  10: 240,
  11: 300,
  12: 380,
  13: 340,
  14: 250,
  15: 230,
  16: 230,
  17: 250,
  18: 290,
  19: 370,
  20: 410,
  21: 280,
}

/** The reference: who comes, what they want, and how long it takes. Times in minutes. */
export const REFERENCE = {
  load: 1,
  vip: 0.06,
  member: 0.22,
  english: 0.06,
  refund: 0.12,
  urgent: 0.05,
  high: 0.15,
  /** A log-normal time: its median, and how wide it is. */
  handling: { median: 6, sigma: 0.6 },
  patience: { median: 9, sigma: 0.8 },
  capacity: 3,
}
export type Reference = typeof REFERENCE

/** Box and Muller. */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - uniform(random))) * Math.cos(2 * Math.PI * uniform(random))
const logNormal = (random: Random, { median, sigma }: Reference['handling']): Millis =>
  Math.round(median * MINUTE * Math.exp(sigma * normal(random)))

/** The same seed gives the same day, whoever shares it out. */
export function dayOf(seed: number, reference: Reference = REFERENCE): Day {
  const random = seededRandom(seed)
  const start = MIDNIGHT + OPENS * HOUR
  return { start, arrivals: arrivalsOf(random, reference), shifts: shiftsOf(random, reference) }
}

/** A Poisson stream whose rate is that of the hour. */
function arrivalsOf(random: Random, reference: Reference): Arrival[] {
  const arrivals: Arrival[] = []
  for (let hour = OPENS; hour < CLOSES; hour++) {
    const rate = ((BY_HOUR[hour] ?? 0) * reference.load) / HOUR
    for (let at = MIDNIGHT + hour * HOUR; rate > 0; ) {
      at += -Math.log(1 - uniform(random)) / rate
      if (at >= MIDNIGHT + (hour + 1) * HOUR) break
      arrivals.push(arrivalAt(random, Math.round(at), reference))
    }
  }
  return arrivals
}

function arrivalAt(random: Random, at: Millis, reference: Reference): Arrival {
  const [standing, press] = [uniform(random), uniform(random)]
  const tier = standing < reference.vip ? 'vip' : standing < reference.vip + reference.member ? 'member' : 'ordinary'
  const urgency = press < reference.urgent ? 'urgent' : press < reference.urgent + reference.high ? 'high' : 'normal'
  return {
    conversation: newConversationId(random),
    at,
    tier,
    urgency,
    anger: uniform(random) < 0.08 ? (uniform(random) < 0.3 ? 2 : 1) : 0,
    language: uniform(random) < reference.english ? 'en' : 'zh-CN',
    skills: uniform(random) < reference.refund ? ['退款'] : [],
    patience: Math.max(20 * SECOND, logNormal(random, reference.patience)),
    handling: Math.max(30 * SECOND, logNormal(random, reference.handling)),
  }
}

/** An early, a middle and a late shift, with half an hour for a meal in turns and ten minutes once more. Nobody rests in a peak, and who closes the desk stays until all are served. */
const PLAN = [
  { from: 9, to: 18, seats: 12, meal: 13.5, rest: 16 },
  { from: 11, to: 20, seats: 6, meal: 15, rest: 17.5 },
  { from: 13, to: 22.5, seats: 18, meal: 16.5, rest: 15 },
]

function shiftsOf(random: Random, { capacity }: Reference): Shift[] {
  return PLAN.flatMap(({ from, to, seats, ...rests }) =>
    Array.from({ length: seats }, (_, index): Shift => {
      const meal = MIDNIGHT + rests.meal * HOUR + (index % 3) * 30 * MINUTE
      const rest = MIDNIGHT + rests.rest * HOUR + (index % 6) * 10 * MINUTE
      return {
        seat: newSeatId(random),
        name: `${from}-${index}`,
        from: MIDNIGHT + from * HOUR,
        to: MIDNIGHT + to * HOUR,
        breaks: [
          { from: meal, to: meal + 30 * MINUTE },
          { from: rest, to: rest + 10 * MINUTE },
        ],
        capacity,
        skills: index % 3 === 0 ? ['退款'] : [],
        languages: index % 3 === 1 ? ['zh-CN', 'en'] : ['zh-CN'],
      }
    }),
  )
}

/** Who cannot do what is asked has to ask somebody else: it takes longer, however it was shared out. */
export const UNFIT = 1.4

export function timeWith(shift: Shift, { skills, language, handling }: Arrival): Millis {
  const isFit = shift.languages.includes(language) && skills.every((skill) => shift.skills.includes(skill))
  return Math.round(handling * (isFit ? 1 : UNFIT))
}

/** How long somebody at a seat takes to take what they are offered. */
export const TAKING: Millis = 5 * SECOND
