import { type Infer, v } from '../base/schema.ts'
import { Article, ArticleId } from '../knowledge/article.ts'
import { Document } from '../knowledge/document.ts'
import { Draft, NewDraft, PieceName, TestQuestion } from '../knowledge/draft.ts'
import { Flows } from '../knowledge/flow.ts'
import { Gap, MOST_GAPS } from '../knowledge/gap.ts'
import { Placeholders, PlaceholderValues } from '../knowledge/placeholders.ts'
import { Proposal, ProposalState } from '../knowledge/proposal.ts'
import { Release } from '../knowledge/release.ts'
import { Table } from '../knowledge/table.ts'
import { Watch } from '../knowledge/watch.ts'
import { Language } from '../language/language.ts'

/** GET and PUT /api/knowledge/placeholders: what the template leaves open, what the desk says, and what is held back for it. */
export const PlaceholderState = v.object({
  placeholders: Placeholders,
  values: PlaceholderValues,
  held: v.array(v.object({ language: Language, id: ArticleId, question: v.string(), missing: v.array(v.string()) })),
})
export type PlaceholderState = Infer<typeof PlaceholderState>

export const PlaceholderChange = v.strictObject({ values: PlaceholderValues })

/** GET /api/knowledge/releases: what was current, newest first, with how much there is of it. */
export const ReleaseEntry = v.object({
  ...v.omit(Release, ['signature']).entries,
  by: v.string(),
  articles: v.number(),
  flows: v.number(),
  documents: v.number(),
  tables: v.number(),
  /** Compressed, as it travels. */
  bytes: v.number(),
  current: v.boolean(),
})
export type ReleaseEntry = Infer<typeof ReleaseEntry>
export const ReleaseList = v.array(ReleaseEntry)

/** POST /api/knowledge/rollback: make the pack of an earlier release current again. */
export const RollBack = v.strictObject({ number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) })

/** GET /api/knowledge/:language: what the desk works on. */
export const WorkingCopy = v.object({
  articles: v.array(Article),
  drafts: v.array(Draft),
  flows: Flows,
  documents: v.array(Document),
  tables: v.array(Table),
  questions: v.array(TestQuestion),
  watch: v.optional(Watch),
  /** An earlier release was made current again: what is worked on is not what customers see. */
  returned: v.boolean(),
})
export type WorkingCopy = Infer<typeof WorkingCopy>

/** Drafts that are kept at once: an import of a whole table comes in parts. */
export const MOST_DRAFTS = 200

/** PUT /api/knowledge/:language/drafts: writes changes down, each whole or not at all. */
export const KeepDrafts = v.strictObject({
  drafts: v.pipe(v.array(NewDraft), v.minLength(1), v.maxLength(MOST_DRAFTS)),
})
export type KeepDrafts = Infer<typeof KeepDrafts>

/** POST /api/knowledge/:language/drop */
export const NamedDrafts = v.strictObject({ drafts: v.pipe(v.array(PieceName), v.minLength(1), v.maxLength(5000)) })
export type NamedDrafts = Infer<typeof NamedDrafts>

/** POST /api/knowledge/:language/publish: drafts as they were seen, by when they were written. */
export const SeenDrafts = v.strictObject({
  drafts: v.pipe(v.array(v.strictObject({ ...PieceName.entries, at: v.number() })), v.minLength(1), v.maxLength(5000)),
})
export type SeenDrafts = Infer<typeof SeenDrafts>

/** What was published, or why nothing was: all of it or none. */
export const Published = v.variant('ok', [
  v.object({ ok: v.literal(true), copy: WorkingCopy }),
  /**
   * Somebody published another version meanwhile, who wrote it may not publish it alone, a flow would leave somebody stuck,
   * a document or table could not be read, or all of it is more than devices should hold: then with what is biggest.
   */
  v.object({
    ok: v.literal(false),
    code: v.picklist(['changed-meanwhile', 'own-work', 'faulty-flow', 'faulty-paper', 'nothing-left', 'too-large']),
    pieces: v.array(PieceName),
    /** Compressed, where it is too large. */
    bytes: v.optional(v.number()),
  }),
])
export type Published = Infer<typeof Published>

/** PUT /api/knowledge/:language/questions */
export const KeepQuestions = v.strictObject({ questions: v.pipe(v.array(TestQuestion), v.maxLength(1000)) })
export type KeepQuestions = Infer<typeof KeepQuestions>

/** GET /api/knowledge/:language/gaps: what customers asked and the knowledge base did not answer, the latest first. */
export const KeptGap = v.object({
  ...v.omit(Gap, ['language']).entries,
  /** Its number in the desk, which tells nothing of the conversation. */
  id: v.number(),
  /** Somebody decided that nothing is to be written for it. */
  aside: v.boolean(),
})
export type KeptGap = Infer<typeof KeptGap>
export const GapList = v.array(KeptGap)

/** POST /api/knowledge/:language/gaps/aside: sets gaps aside, or takes them up again. */
export const SetAside = v.strictObject({
  ids: v.pipe(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), v.minLength(1), v.maxLength(MOST_GAPS)),
  aside: v.boolean(),
})
export type SetAside = Infer<typeof SetAside>

/** GET /api/knowledge/:language/proposals: articles that settled tickets suggest, what is open first. */
export const KeptProposal = v.object({ ...v.omit(Proposal, ['language']).entries, state: ProposalState })
export type KeptProposal = Infer<typeof KeptProposal>
export const ProposalList = v.array(KeptProposal)

/** POST /api/knowledge/:language/proposals/settle: takes one, drops it, or opens it again. */
export const SettleProposal = v.strictObject({ number: Proposal.entries.number, state: ProposalState })
export type SettleProposal = Infer<typeof SettleProposal>

/** GET /api/knowledge/due: how many articles are to be looked at, in all languages. */
export const Due = v.object({ due: v.number() })
