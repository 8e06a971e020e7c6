import type { Article } from '$shared/knowledge/article.ts'
import type { Document } from '$shared/knowledge/document.ts'
import type { Draft, PieceKind } from '$shared/knowledge/draft.ts'
import { expand, type Unit } from '$shared/knowledge/expand.ts'
import type { Flow } from '$shared/knowledge/flow.ts'
import type { Table } from '$shared/knowledge/table.ts'
import type { WorkingCopy } from '$shared/protocol/knowledge.ts'

/** What a piece of each kind is. */
interface Pieces {
  article: Article
  flow: Flow
  document: Document
  table: Table
}
export type PieceOf<Kind extends PieceKind> = Pieces[Kind]

/** A piece as it is worked on: what is published, and what it is to become. */
export interface Row<Kind extends PieceKind> {
  id: string
  published: PieceOf<Kind> | null
  draft: Draft | null
  /** What is shown: the draft's where there is one. */
  piece: PieceOf<Kind>
}

/** All pieces of a kind, those first that are new. */
export function rowsOf<Kind extends PieceKind>(copy: WorkingCopy | null, kind: Kind): Row<Kind>[] {
  if (!copy) return []
  const published = copy[`${kind}s`] as unknown as Pieces[Kind][]
  const written = copy.drafts.filter((draft) => draft.kind === kind)
  const drafts = new Map(written.map((draft) => [draft.id, draft]))
  const isKnown = new Set(published.map(({ id }) => id))
  const known = published.map((piece): Row<Kind> => {
    const draft = drafts.get(piece.id) ?? null
    return { id: piece.id, published: piece, draft, piece: pieceIn<Kind>(draft) ?? piece }
  })
  const fresh = written.flatMap((draft): Row<Kind>[] => {
    const piece = isKnown.has(draft.id) ? null : pieceIn<Kind>(draft)
    return piece ? [{ id: draft.id, published: null, draft, piece }] : []
  })
  return [...fresh, ...known]
}

/** The piece of a draft that is known to be of a kind. */
const pieceIn = <Kind extends PieceKind>(draft: Draft | null): Pieces[Kind] | null => (draft?.piece ?? null) as Pieces[Kind] | null

/** Everything to answer with once some drafts are published. */
export function unitsWith(copy: WorkingCopy | null, drafts: readonly Draft[]): Unit[] {
  const pieces = <Kind extends PieceKind>(kind: Kind): Pieces[Kind][] =>
    rowsOf(copy, kind).flatMap(({ published, draft }) => {
      const piece = draft && drafts.includes(draft) ? pieceIn<Kind>(draft) : published
      return piece ? [piece] : []
    })
  return expand({ articles: pieces('article'), documents: pieces('document'), tables: pieces('table') })
}
