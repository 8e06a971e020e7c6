import { canonical, digest } from '../base/digest.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { Article, ArticleId } from './article.ts'
import { Document, PaperId } from './document.ts'
import { Flow, FlowId } from './flow.ts'
import { Table } from './table.ts'

/** What a desk's knowledge is made of, each with an id of its own among its kind. */
export const PIECE_KINDS = ['article', 'flow', 'document', 'table'] as const
export const PieceKind = v.picklist(PIECE_KINDS)
export type PieceKind = (typeof PIECE_KINDS)[number]
export type Piece = Article | Flow | Document | Table

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
const OF_DOCUMENT = { kind: v.literal('document'), id: PaperId, piece: v.nullable(Document) }
const OF_TABLE = { kind: v.literal('table'), id: PaperId, piece: v.nullable(Table) }

const kept = { ...written, language: Language, at: v.number(), by: v.strictObject({ id: v.string(), name: v.string() }) }

/** A change to a piece that is not published yet: written, or written and handed to somebody else to look at. */
export const Draft = v.variant('kind', [
  v.strictObject({ ...OF_ARTICLE, ...kept }),
  v.strictObject({ ...OF_FLOW, ...kept }),
  v.strictObject({ ...OF_DOCUMENT, ...kept }),
  v.strictObject({ ...OF_TABLE, ...kept }),
])
export type Draft = Infer<typeof Draft>
export type DraftOf<Kind extends PieceKind> = Extract<Draft, { kind: Kind }>

/** `after` tells when the draft was written that this one replaces, as it was seen; null where there was none. */
const sent = { ...written, after: v.nullable(v.number()) }

/** A change as it is handed in. */
export const NewDraft = v.pipe(
  v.variant('kind', [
    v.strictObject({ ...OF_ARTICLE, ...sent }),
    v.strictObject({ ...OF_FLOW, ...sent }),
    v.strictObject({ ...OF_DOCUMENT, ...sent }),
    v.strictObject({ ...OF_TABLE, ...sent }),
  ]),
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
  document: ['title', 'source', 'updated', 'valid', 'audience', 'owner', 'passages'],
  table: ['title', 'source', 'updated', 'valid', 'audience', 'owner', 'key', 'columns', 'rows'],
} as const
type Field = (typeof FIELDS)[keyof typeof FIELDS][number]

/** Of these only the parts that are other are shown: a table has hundreds. */
const LONG_LISTS: readonly Field[] = ['passages', 'columns', 'rows']

/** Field by field, what is other. Changes of a flow are told step by step, where there are words for them. */
export function changesOf(
  { kind, piece }: Pick<Exclude<Draft, { kind: 'flow' }>, 'kind' | 'piece'>,
  published: Piece | null,
): FieldChange[] {
  const [before, after] = [published, piece].map(readable) as (Readonly<Record<string, unknown>> | null)[]
  return FIELDS[kind]
    .map((field) => ({ field, ...wordsBetween(field, before?.[field], after?.[field]) }))
    .filter((change) => change.before !== change.after)
}

/** The column that names the rows by its name: a number tells a reader nothing. */
const readable = (piece: Piece | null): object | null =>
  piece && 'columns' in piece ? { ...piece, key: piece.columns[piece.key]?.name ?? '' } : piece

function wordsBetween(field: Field, before: unknown, after: unknown): { before: string; after: string } {
  if (!LONG_LISTS.includes(field)) return { before: wordsOf(before), after: wordsOf(after) }
  const [old, fresh] = [before, after].map((list) => (Array.isArray(list) ? list.map(lineOf) : [])) as [string[], string[]]
  const [gone, come] = [old.filter((line) => !fresh.includes(line)), fresh.filter((line) => !old.includes(line))]
  // Where nothing came or went, they stand in another order.
  const isMoved = gone.length + come.length === 0 && old.join('\n') !== fresh.join('\n')
  return { before: (isMoved ? old : gone).join('\n'), after: (isMoved ? fresh : come).join('\n') }
}

const lineOf = (item: unknown): string => (Array.isArray(item) ? item.join(' | ') : wordsOf(item))

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
