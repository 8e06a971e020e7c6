import { type Infer, v } from '../base/schema.ts'
import { ActionName, FactName, OutcomeName, ParameterName } from './actions.ts'

/**
 * A flow: a procedure of several turns. It asks for what it needs (slots), says, branches, has it confirmed, acts, ends.
 * Its texts name slots, and facts that an action brought, in single braces, `{order}`; what the business fills in once
 * stands in double braces.
 */
const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/), v.maxLength(40))
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(600))
const short = v.pipe(v.string(), v.minLength(1), v.maxLength(60))

export const FlowId = name
export const StepId = name
export const SlotName = name

/** What a slot takes. Each kind is read, checked and shown by `assistant/slots.ts`. */
export const SLOT_KINDS = [
  'order',
  'phone',
  'email',
  'name',
  'address',
  'date',
  'amount',
  'number',
  'tail',
  'choice',
  'yes-no',
  'text',
] as const
export const SlotKind = v.picklist(SLOT_KINDS)
export type SlotKind = v.InferOutput<typeof SlotKind>

const Option = v.strictObject({
  value: name,
  label: short,
  /** Other words that mean it; `…` stands for a few characters between. One that begins with it means it only as an answer. */
  words: v.pipe(v.array(short), v.maxLength(40)),
})

export const Slot = v.strictObject({
  name: SlotName,
  /** What it is called on the screen and in a summary. */
  label: short,
  kind: SlotKind,
  ask: text,
  /** Why it is asked for. */
  why: v.optional(text),
  /** What a good answer looks like; said when one was not understood. */
  example: v.optional(short),
  /** For `choice`: what there is to choose from. */
  options: v.optional(v.pipe(v.array(Option), v.minLength(2), v.maxLength(8))),
  /** Whether "skip" is an answer. */
  optional: v.optional(v.boolean()),
  /** For `tail`: how many digits; for `number` and `amount`: the least and the most; for `text`: characters. */
  least: v.optional(v.number()),
  most: v.optional(v.number()),
})
export type Slot = Infer<typeof Slot>

export const Step = v.variant('kind', [
  v.strictObject({
    id: StepId,
    kind: v.literal('ask'),
    slot: SlotName,
    /** Asked for the sake of this action alone, and not where nothing can do it. */
    for: v.optional(ActionName),
    next: StepId,
  }),
  v.strictObject({ id: StepId, kind: v.literal('say'), text, next: StepId }),
  v.strictObject({
    id: StepId,
    kind: v.literal('branch'),
    slot: SlotName,
    cases: v.pipe(v.array(v.strictObject({ is: v.pipe(v.array(name), v.minLength(1)), next: StepId })), v.minLength(1)),
    next: StepId,
  }),
  /** Reads back what was told; goes on when it is right. */
  v.strictObject({ id: StepId, kind: v.literal('confirm'), text, next: StepId }),
  /** Asks a system of the desk to look something up or to do it, and rests until it has answered. */
  v.strictObject({
    id: StepId,
    kind: v.literal('act'),
    action: ActionName,
    /** Which slot, or fact of an earlier action, is handed over as which parameter. */
    takes: v.record(ParameterName, SlotName),
    /** Said while it is under way. */
    text,
    /** The facts of an action of the desk's own. */
    brings: v.optional(v.pipe(v.array(v.strictObject({ name: FactName, label: short })), v.maxLength(16))),
    cases: v.pipe(v.array(v.strictObject({ is: v.pipe(v.array(OutcomeName), v.minLength(1)), next: StepId })), v.minLength(1)),
    next: StepId,
  }),
  /** Hands what was told to the desk as a request, offline too: it leaves when there is a network. */
  v.strictObject({ id: StepId, kind: v.literal('request'), text, next: StepId }),
  /** `person` asks for somebody, with everything that was told. */
  v.strictObject({ id: StepId, kind: v.literal('end'), outcome: v.picklist(['done', 'person', 'refused']), text }),
])
export type Step = Infer<typeof Step>
export type ActStep = Extract<Step, { kind: 'act' }>

export const Flow = v.strictObject({
  id: FlowId,
  /** What is done, in a word or two: 退货. */
  name: short,
  /** Readings of a message that begin it, and sentences that do. */
  intents: v.pipe(v.array(name), v.maxLength(4)),
  phrasings: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(120))), v.maxLength(40)),
  slots: v.pipe(v.array(Slot), v.maxLength(12)),
  /** It is begun only where this action can be done. */
  needs: v.optional(ActionName),
  /** The first is where it begins. */
  steps: v.pipe(v.array(Step), v.minLength(1), v.maxLength(40)),
  owner: v.optional(v.pipe(v.string(), v.maxLength(60))),
})
export type Flow = Infer<typeof Flow>
export const Flows = v.pipe(v.array(Flow), v.maxLength(100))
