import { canonical, digest } from '../base/digest.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { Article, ArticleId } from './article.ts'
import { Flow, FlowId } from './flow.ts'

/** What a desk's knowledge is made of, each with an id of its own among its kind. */
export const PIECE_KINDS = ['article', 'flow'] as const
export const PieceKind = v.picklist(PIECE_KINDS)
export type PieceKind = (typeof PIECE_KINDS)[number]
export type Piece = Article | Flow

/** Names a piece. */
export const PieceName = v.strictObject({ kind: PieceKind, id: ArticleId })
export type PieceName = Infer<typeof PieceName>

/** One text for a name, for maps and lists. */
export const keyOf = ({ kind, id }: PieceName): string => `${kind} ${id}`

const written = {
  state: v.picklist(['draft', 'review']),
  /** What it was when the change was begun, as `fingerprintOf` tells; null where there was none. */
  base: v.nullable(v.string()),
}

/** What a change makes of a piece; null where it is to be taken out. */
const OF_ARTICLE = { kind: v.literal('article'), id: ArticleId, piece: v.nullable(Article) }
const OF_FLOW = { kind: v.literal('flow'), id: FlowId, piece: v.nullable(Flow) }

const kept = { ...written, language: Language, at: v.number(), by: v.strictObject({ id: v.string(), name: v.string() }) }

/** A change to a piece that is not published yet: written, or written and handed to somebody else to look at. */
export const Draft = v.variant('kind', [v.strictObject({ ...OF_ARTICLE, ...kept }), v.strictObject({ ...OF_FLOW, ...kept })])
export type Draft = Infer<typeof Draft>
export type DraftOf<Kind extends PieceKind> = Extract<Draft, { kind: Kind }>

/** `after` tells when the draft was written that this one replaces, as it was seen; null where there was none. */
const sent = { ...written, after: v.nullable(v.number()) }

/** A change as it is handed in. */
export const NewDraft = v.pipe(
  v.variant('kind', [v.strictObject({ ...OF_ARTICLE, ...sent }), v.strictObject({ ...OF_FLOW, ...sent })]),
  v.check(({ id, piece }) => piece === null || piece.id === id, 'another id'),
)
export type NewDraft = Infer<typeof NewDraft>

/** Tells whether a piece is still what it was. */
export const fingerprintOf = (piece: Piece | undefined): string | null => (piece ? digest(canonical(piece)) : null)

/** What a change does to one field, for reading. */
export interface FieldChange {
  field: Field
  before: string
  after: string
}

const FIELDS = {
  article: [
    'question',
    'phrasings',
    'answer',
    'spoken',
    'category',
    'intents',
    'source',
    'updated',
    'valid',
    'wording',
    'audience',
    'owner',
    'related',
  ],
  flow: ['name', 'phrasings', 'intents', 'slots', 'steps', 'owner'],
} as const
type Field = (typeof FIELDS)[PieceKind][number]

/** Field by field, what is other. Lists are compared line by line. */
export function changesOf({ kind, piece }: Pick<Draft, 'kind' | 'piece'>, published: Piece | null): FieldChange[] {
  const [before, after] = [published, piece] as (Readonly<Record<string, unknown>> | null)[]
  return FIELDS[kind]
    .map((field) => ({ field, before: wordsOf(before?.[field]), after: wordsOf(after?.[field]) }))
    .filter((change) => change.before !== change.after)
}

function wordsOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'object') return String(value)
  return Object.values(value)
    .map(wordsOf)
    .filter((part) => part !== '')
    .join(Array.isArray(value) ? '\n' : ' · ')
}

/** A question that the knowledge is tried with before each publication, and the article that has to answer it. */
export const TestQuestion = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  /** Null where nothing should answer. */
  article: v.nullable(ArticleId),
})
export type TestQuestion = Infer<typeof TestQuestion>
