import type { QueueId } from '../base/ids.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { ServiceLevels, TalkLevels } from '../levels/promises.ts'
import { HeadStarts, LineSettings } from '../queue/lines.ts'
import { TicketField } from '../ticket/fields.ts'
import { Ruleset } from '../triage/rules.ts'

/** How a desk shares out its work. Whoever reads it reads the whole of it, as it was at one moment. */
export const Policy = v.strictObject({
  /** Raised with each change. */
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  lines: v.pipe(
    v.array(LineSettings),
    v.minLength(1),
    v.maxLength(20),
    v.check((lines) => lines.some(({ id }) => id === DEFAULT_QUEUE), 'the first line of all is missing'),
    v.check((lines) => new Set(lines.map(({ id }) => id)).size === lines.length, 'two lines of one id'),
  ),
  headStarts: HeadStarts,
  rules: Ruleset,
  levels: ServiceLevels,
  /** The same of conversations. */
  talkLevels: TalkLevels,
  fields: v.pipe(v.array(TicketField), v.maxLength(30)),
})
export type Policy = Infer<typeof Policy>

/** The line that a matter belongs to by the department that answers for it. */
export const lineFor = (policy: Pick<Policy, 'lines'>, department: string): QueueId =>
  policy.lines.find(({ departments }) => departments.some((one) => one === department))?.id ?? DEFAULT_QUEUE

/** PATCH /api/policy: what is left out stays. `version` is the one that was read: over a newer one nothing is written. */
export const PolicyChange = v.strictObject({
  version: Policy.entries.version,
  lines: v.optional(Policy.entries.lines),
  headStarts: v.optional(HeadStarts),
  rules: v.optional(Ruleset),
  levels: v.optional(ServiceLevels),
  talkLevels: v.optional(TalkLevels),
  fields: v.optional(Policy.entries.fields),
})
export type PolicyChange = Infer<typeof PolicyChange>

/** Lines without one of them: what moved on to it stays where it is. The first line of all stays. */
export const withoutLine = (lines: readonly LineSettings[], gone: QueueId): LineSettings[] =>
  lines
    .filter(({ id }) => id !== gone || id === DEFAULT_QUEUE)
    .map((line) => (line.overflow?.to === gone && gone !== DEFAULT_QUEUE ? { ...line, overflow: null } : line))
