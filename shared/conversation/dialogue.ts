import { type Infer, v } from '../base/schema.ts'
import { ArticleId } from '../knowledge/article.ts'
import { FlowId, SlotName, StepId } from '../knowledge/flow.ts'
import { PackVersion } from '../knowledge/pack.ts'

/** What the assistant says beside the words of a flow. The screens have the words for each. */
export const NOTES = [
  'began',
  'changed',
  'what-to-change',
  'back',
  'cancelled',
  'not-understood',
  'too-short',
  'too-long',
  'too-little',
  'too-much',
  'not-a-phone',
  'not-a-day',
  'offer-person',
] as const
export const Note = v.picklist(NOTES)
export type Note = v.InferOutput<typeof Note>

const told = v.pipe(v.string(), v.maxLength(300))
const value = { value: told, shown: told }
const place = {
  pack: PackVersion,
  flow: FlowId,
  slots: v.record(SlotName, v.strictObject(value)),
  said: v.pipe(v.array(StepId), v.maxLength(40)),
  confirmed: v.boolean(),
  /** Answers in a row that were not understood. */
  tries: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
}

/** Where a conversation is in a flow, and which one it left for it. */
export const Dialogue = v.strictObject({ ...place, below: v.nullable(v.strictObject(place)) })
export type Dialogue = Infer<typeof Dialogue>

/** How a flow stands after a turn: `requested` has handed a request to the desk, `person` asks for somebody. */
export const OUTCOMES = ['going', 'requested', 'done', 'refused', 'cancelled', 'person'] as const
const outcome = v.picklist(OUTCOMES)
export type Outcome = (typeof OUTCOMES)[number]

/** A turn in a flow as a device asks for it: names of steps, slots and articles, never their words. */
export const FlowTurn = v.strictObject({
  kind: v.literal('flow'),
  pack: PackVersion,
  flow: FlowId,
  parts: v.pipe(
    v.array(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('step'), flow: FlowId, step: StepId }),
        v.strictObject({ kind: v.literal('note'), note: Note, slot: v.nullable(SlotName) }),
        v.strictObject({ kind: v.literal('article'), article: ArticleId, confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) }),
      ]),
    ),
    v.minLength(1),
    v.maxLength(20),
  ),
  /** What was told, of the flow that this turn is about; it may have just ended. */
  slots: v.record(SlotName, v.strictObject(value)),
  dialogue: v.nullable(Dialogue),
  outcome,
})
export type FlowTurn = Infer<typeof FlowTurn>

const row = v.object({ name: v.string(), label: v.string(), shown: v.string() })
export const Row = row
export type Row = Infer<typeof row>

// As it comes down: a key of a newer server is passed over.
const toldPlace = { ...place, slots: v.record(SlotName, v.object(value)) }
const ToldDialogue = v.object({ ...toldPlace, below: v.nullable(v.object(toldPlace)) })

/** The same turn with the words of the pack. */
export const SpokenFlow = v.object({
  pack: PackVersion,
  flow: FlowId,
  name: v.string(),
  parts: v.array(
    v.variant('kind', [
      v.object({ kind: v.literal('text'), text: v.string() }),
      v.object({
        kind: v.literal('ask'),
        text: v.string(),
        why: v.string(),
        example: v.string(),
        options: v.array(v.string()),
        optional: v.boolean(),
      }),
      v.object({ kind: v.literal('confirm'), text: v.string(), rows: v.array(row) }),
      v.object({ kind: v.literal('note'), note: Note, flow: v.string(), label: v.string(), shown: v.string(), example: v.string() }),
      v.object({
        kind: v.literal('article'),
        article: ArticleId,
        text: v.string(),
        source: v.object({ title: v.string(), section: v.string() }),
        updated: v.string(),
        confidence: v.number(),
      }),
    ]),
  ),
  /** What has been told in it so far, for people. */
  rows: v.array(row),
  dialogue: v.nullable(ToldDialogue),
  outcome,
})
export type SpokenFlow = Infer<typeof SpokenFlow>
export type SpokenPart = SpokenFlow['parts'][number]
