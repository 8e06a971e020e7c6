import { CommandId, SeatId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { type Infer, v } from '../base/schema.ts'
import { Correction } from '../understanding/correction.ts'
import { isIntentId, isOwn } from '../understanding/labels.ts'

/** The bodies of /api/understanding, in both directions. */

/** A correction is new until somebody has looked at it; accepted ones are learned from. */
export const CORRECTION_STATES = ['new', 'accepted', 'dropped'] as const
export const CorrectionState = v.picklist(CORRECTION_STATES)
export type CorrectionState = v.InferOutput<typeof CorrectionState>

/** GET /api/understanding/corrections: who looks sees what is new first; `?state=accepted` is all that is learned from. */
export const KeptCorrection = v.object({ id: CommandId, at: v.number(), seat: SeatId, state: CorrectionState, correction: Correction })
export type KeptCorrection = Infer<typeof KeptCorrection>
export const CorrectionList = v.array(KeptCorrection)

/** POST /api/understanding/corrections: what becomes of some. */
export const JudgeCorrections = v.strictObject({
  ids: v.pipe(v.array(CommandId), v.minLength(1), v.maxLength(200)),
  state: CorrectionState,
})
export type JudgeCorrections = Infer<typeof JudgeCorrections>

/**
 * A text-classification model of somebody else: its folder on a hub ("organisation/name", or a full address), and which
 * intent of ours each of its labels stands for.
 */
export const HubModel = v.strictObject({
  source: v.pipe(v.string(), v.trim(), v.maxLength(300), v.check(isSource, 'neither a name on a hub nor an address')),
  labels: v.pipe(
    v.record(
      v.pipe(v.string(), v.maxLength(100)),
      v.pipe(
        v.string(),
        v.check((id) => isIntentId(id) && !isOwn(id), 'no such intent'),
      ),
    ),
    v.check((labels) => Object.keys(labels).length > 0 && Object.keys(labels).length <= 500, 'no labels, or too many'),
  ),
})
export type HubModel = Infer<typeof HubModel>

/** An intent that a desk adds beside the vocabulary: what it is called, and how customers say it. */
export const OwnIntent = v.strictObject({
  id: v.pipe(v.string(), v.check(isOwn, 'not an id of an own intent')),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(30)),
  examples: v.pipe(
    v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))),
    v.minLength(LIMITS.ownExamplesLeast),
    v.maxLength(LIMITS.ownExamplesMost),
  ),
})
export type OwnIntent = Infer<typeof OwnIntent>

/** GET /api/understanding/intents; PUT takes one. */
export const OwnIntentList = v.array(OwnIntent)

const revision = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))

/** GET /api/understanding: what this desk reads with, where that is not what ships. */
export const UnderstandingInfo = v.object({
  hub: v.nullable(v.object({ revision, source: v.string(), labels: v.record(v.string(), v.string()) })),
  /** Weights of the baseline that the desk has trained, at /api/understanding/baseline/REVISION. */
  baseline: v.nullable(revision),
  /** Intents of its own. */
  intents: v.array(v.object({ id: v.string(), name: v.string() })),
})
export type UnderstandingInfo = Infer<typeof UnderstandingInfo>

const NAME = /^[\w.-]{1,100}\/[\w.-]{1,100}$/
/** No query, no credentials, nothing encoded; without encryption from this machine alone. */
const ADDRESS = /^(?:https:\/\/(?:[a-z\d-]+\.)+[a-z]{2,}|http:\/\/(?:localhost|127\.0\.0\.1))(?::\d{1,5})?(?:\/[\w.@+-]+)*\/?$/i

/** Where a model's folder is, for a source as an owner writes it; null where it is neither name nor address. */
export function folderOf(source: string): string | null {
  if (source.includes('..')) return null
  if (NAME.test(source)) return `https://huggingface.co/${source}/resolve/main/`
  return ADDRESS.test(source) ? `${source.replace(/\/$/, '')}/` : null
}

function isSource(source: string): boolean {
  return folderOf(source) !== null
}
