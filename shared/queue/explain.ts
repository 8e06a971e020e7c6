import type { Millis } from '../base/clock.ts'
import type { CommandId, ConversationId, QueueId } from '../base/ids.ts'
import type { HandedHow, OfferOutcome, QueueEvent } from './events.ts'
import { minutesOf } from './settled.ts'
import type { HeadStart, Why } from './why.ts'

/** One reason, in figures; a screen puts it into words. */
export type Reason =
  | { code: 'asked' }
  | { code: 'familiar' }
  | { code: 'rules'; names: readonly string[] }
  | { code: 'waited'; span: Millis }
  /** The minutes that it counts as having waited more, and what they are made of. */
  | { code: 'head-start'; minutes: number; of: HeadStart }
  | { code: 'overflow'; from: readonly QueueId[] }
  | { code: 'skills'; matched: readonly string[] }
  | { code: 'skills-waived'; waived: readonly string[] }
  | { code: 'language-waived' }
  | { code: 'passed'; seats: number }
  | { code: 'only-one' }
  | { code: 'freest'; free: number; candidates: number }

/** [Q28] Why this seat was offered this conversation now, what decided most first. */
export function explain(why: Why): Reason[] {
  const { headStart, skills, rules = [], overflowedFrom = [], passed = 0 } = why
  const minutes = headStart ? minutesOf(headStart) : 0
  const reasons: (Reason | false | undefined)[] = [
    why.asked && { code: 'asked' },
    why.familiar && { code: 'familiar' },
    skills && skills.matched.length > 0 && { code: 'skills', matched: skills.matched },
    rules.length > 0 && { code: 'rules', names: rules },
    why.waited !== undefined && { code: 'waited', span: why.waited },
    headStart && minutes !== 0 && { code: 'head-start', minutes, of: headStart },
    overflowedFrom.length > 0 && { code: 'overflow', from: overflowedFrom },
    skills && skills.waived.length > 0 && { code: 'skills-waived', waived: skills.waived },
    why.language === false && { code: 'language-waived' },
    passed > 0 && { code: 'passed', seats: passed },
    why.candidates === 1 ? { code: 'only-one' } : { code: 'freest', free: why.free, candidates: why.candidates },
  ]
  return reasons.filter((reason): reason is Reason => Boolean(reason))
}

/** What happened to a conversation in the line, told from the log. */
export type Told = { at: Millis } & (
  | { what: 'came'; line: QueueId | null; live: boolean }
  | { what: 'moved-on'; from: QueueId; to: QueueId }
  | { what: 'weighed'; line: QueueId; rules: readonly string[] }
  | { what: 'offered'; seat: string; why: Reason[] }
  | { what: 'offer-ended'; seat: string; outcome: OfferOutcome }
  | { what: 'taken'; seat: string }
  | { what: 'handed-on'; from: string; how: HandedHow; warm: boolean; line: QueueId }
  | { what: 'left' }
  | { what: 'finished' }
)

/** [Q28] The way of a conversation through the line, as far as the log goes back. Its entries follow each other when it is handed on. */
export function storyOf(events: readonly QueueEvent[], conversation: ConversationId): Told[] {
  const entries = new Set<CommandId>()
  const told: Told[] = []
  for (const { at, name, data } of events) {
    if ('conversation' in data && data.conversation === conversation) entries.add(name === 'v1.HandedOn' ? data.as : data.entry)
    if (!('entry' in data) || !(entries.has(data.entry) || (name === 'v1.HandedOn' && entries.has(data.as)))) continue
    const step = stepOf({ name, data } as QueueEvent)
    if (step) told.push({ at, ...step } as Told)
  }
  return told
}

type Step<Of> = Of extends Told ? Omit<Of, 'at'> : never

function stepOf({ name, data }: QueueEvent): Step<Told> | null {
  switch (name) {
    case 'v1.Enqueued':
      return { what: 'came', line: data.line ?? null, live: data.live }
    case 'v1.Overflowed':
      return { what: 'moved-on', from: data.from, to: data.to }
    case 'v1.Weighed':
      return { what: 'weighed', line: data.line, rules: data.rules }
    case 'v1.Offered':
      return { what: 'offered', seat: data.seat, why: explain(data.why) }
    case 'v1.OfferEnded':
      return { what: 'offer-ended', seat: data.seat, outcome: data.outcome }
    case 'v1.Taken':
      return { what: 'taken', seat: data.seat }
    case 'v1.HandedOn':
      return { what: 'handed-on', from: data.from.id, how: data.how, warm: data.warm, line: data.line }
    case 'v1.Removed':
      return { what: 'left' }
    case 'v1.Finished':
      return { what: 'finished' }
    default:
      return null
  }
}
