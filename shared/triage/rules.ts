import { QueueId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { LANGUAGES } from '../language/languages.ts'
import { MOODS } from '../understanding/labels.ts'
import { TICKET_TYPES, URGENCIES, UrgencyName } from '../understanding/work.ts'
import { TIERS } from './customer.ts'
import { WISHES } from './facts.ts'

const figure = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))
const oneOf = <Values extends readonly [string, ...string[]], Fact extends string>(fact: Fact, values: Values) =>
  v.strictObject({ fact: v.literal(fact), in: v.pipe(v.array(v.picklist(values)), v.minLength(1), v.maxLength(values.length)) })
const between = <Fact extends string>(fact: Fact) =>
  v.strictObject({ fact: v.literal(fact), least: v.optional(figure), most: v.optional(figure) })

/** One thing that is asked of the facts. A figure is asked for its bounds, both of which count as within. */
export const Condition = v.variant('fact', [
  oneOf('wish', WISHES),
  oneOf('tier', TIERS),
  oneOf('type', TICKET_TYPES),
  oneOf('mood', MOODS),
  oneOf('urgency', URGENCIES),
  oneOf('language', LANGUAGES),
  v.strictObject({ fact: v.literal('intent'), in: v.pipe(v.array(v.pipe(v.string(), v.maxLength(60))), v.minLength(1), v.maxLength(60)) }),
  between('anger'),
  between('complexity'),
  between('conversations'),
  between('openTickets'),
  v.strictObject({ fact: v.literal('dissatisfied'), is: v.boolean() }),
])
export type Condition = Infer<typeof Condition>

/** All of them, or any of them; without any, `all` is always true and `any` never. */
export interface Group {
  match: 'all' | 'any'
  of: (Condition | Group)[]
}

/** How deep groups may stand in groups, and how many parts one has: a form that fits on a screen. */
export const GROUPS_DEEP = 3
export const PARTS_MOST = 12

const match = v.picklist(['all', 'any'])
const group = (levels: number): v.GenericSchema<Group> =>
  v.strictObject({
    match,
    of: v.pipe(v.array(levels > 1 ? v.union([Condition, group(levels - 1)]) : Condition), v.maxLength(PARTS_MOST)),
  }) as v.GenericSchema<Group>
export const Group = group(GROUPS_DEEP)

export const Skill = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(30))

/** What a rule says is to be done; what it leaves out is left as it is. */
export const Consequence = v.strictObject({
  /** Who answers first. Whoever asks for a person is given one, whatever this says. */
  first: v.optional(v.picklist(['people', 'assistant'])),
  line: v.optional(QueueId),
  /** Minutes that count as waited already; below nought, minutes that count as not waited. */
  boost: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-120), v.maxValue(120))),
  skills: v.optional(v.pipe(v.array(Skill), v.maxLength(5))),
  urgency: v.optional(UrgencyName),
})
export type Consequence = Infer<typeof Consequence>

export const RuleId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/))
export const Rule = v.strictObject({
  id: RuleId,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  on: v.boolean(),
  when: Group,
  so: Consequence,
})
export type Rule = Infer<typeof Rule>

/** Rules in the order in which they are looked at: the first that fires decides, or all that fire do, the earlier one first. */
export const Ruleset = v.strictObject({
  mode: v.picklist(['first', 'all']),
  rules: v.pipe(v.array(Rule), v.maxLength(60)),
})
export type Ruleset = Infer<typeof Ruleset>
