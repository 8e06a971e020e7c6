import { type Infer, v } from '../base/schema.ts'
import type { ClockStep } from '../levels/clocks.ts'
import { LEVEL_STEPS } from '../levels/steps.ts'
import type { Author } from './actor.ts'
import type { StoredEvent } from './events.ts'

function happening<Name extends string, Data extends v.ObjectEntries>(name: Name, data: Data) {
  return v.object({ name: v.literal(`v1.${name}`), data: v.object(data) })
}

/**
 * What its clocks come to, in the log of a conversation: apart from its other events, since customers are not sent them and their
 * pages are not given this code.
 */
export const LevelHappening = v.variant('name', [
  happening('LevelSet', LEVEL_STEPS.LevelSet),
  happening('LevelPaused', LEVEL_STEPS.LevelPaused),
  happening('LevelWarned', LEVEL_STEPS.LevelWarned),
  happening('LevelMissed', LEVEL_STEPS.LevelMissed),
  happening('LevelMet', LEVEL_STEPS.LevelMet),
  happening('LevelEnded', LEVEL_STEPS.LevelEnded),
  /** The customer has waited for an answer longer than anybody should, hours or not. */
  happening('LeftUnanswered', { since: v.number() }),
])
export type LevelHappening = Infer<typeof LevelHappening>

export type NewLevelEvent = LevelHappening & { by: Author }
export type LevelEvent = LevelHappening & Omit<StoredEvent, 'name' | 'data'>

const NAMES: Record<LevelHappening['name'], true> = {
  'v1.LevelSet': true,
  'v1.LevelPaused': true,
  'v1.LevelWarned': true,
  'v1.LevelMissed': true,
  'v1.LevelMet': true,
  'v1.LevelEnded': true,
  'v1.LeftUnanswered': true,
}

/** Whether an event tells of a clock. From an object's own log it has its shape. */
export const isLevel = (event: StoredEvent): event is LevelEvent => Object.hasOwn(NAMES, event.name)

/** [P4] The same of an event that came over a wire. */
export const isWellFormedLevel = (event: StoredEvent): event is LevelEvent =>
  isLevel(event) && v.is(LevelHappening, { name: event.name, data: event.data })

export const happeningOf = (step: ClockStep): LevelHappening => ({ ...step, name: `v1.${step.name}` }) as LevelHappening

/** The step of a clock that an event tells; null for one that is of no clock. */
export const stepOf = ({ name, data }: LevelEvent): ClockStep | null =>
  name === 'v1.LeftUnanswered' ? null : ({ name: name.slice('v1.'.length), data } as ClockStep)
