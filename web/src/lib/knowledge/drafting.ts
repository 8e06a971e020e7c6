import type { Article } from '$shared/knowledge/article.ts'
import type { TestQuestion } from '$shared/knowledge/draft.ts'
import type { Index } from '$shared/knowledge/index.ts'
import { retrieve } from '$shared/knowledge/retrieve.ts'
import type { Language } from '$shared/language/language.ts'

/** Pieces that are kept at once: so many, and in so many characters, that one body holds them in any script. */
const PART = 100
const PART_LENGTH = 250_000

/** Parts of a list of pieces, each with the number of those before it. */
export function partsOf<Piece>(pieces: readonly Piece[]): [number, Piece[]][] {
  const parts: [number, Piece[]][] = []
  let length = Number.POSITIVE_INFINITY
  for (const [at, piece] of pieces.entries()) {
    const own = JSON.stringify(piece).length
    if (length + own > PART_LENGTH || (parts.at(-1)?.[1].length ?? 0) >= PART) {
      parts.push([at, []])
      length = 0
    }
    parts.at(-1)?.[1].push(piece)
    length += own
  }
  return parts
}

/** The day, ISO 8601. */
export const today = (): string => new Date().toISOString().slice(0, 10)

/** An article to begin from. */
export function newArticle(language: Language, question: string, category: string, id: string): Article {
  const source = { title: language === 'en' ? 'Our rules' : '服务规则', section: '' }
  return { id, category, question, phrasings: [], answer: '', source, updated: today(), related: [], intents: [] }
}

/** A row also is what it was chosen as where it is told by one of its columns. */
const isSame = (id: string, wanted: string): boolean => id === wanted || id.replace(/-c\d+$/, '') === wanted

/** Whether a question is answered as it should be: by its article, for sure or among the choices; by none where none should. */
export function answers(index: Index, { text, article }: TestQuestion): boolean {
  const said = retrieve(index, text)
  if (article === null) return said.kind !== 'answer'
  if (said.kind === 'answer') return isSame(said.article.id, article)
  return said.kind === 'choices' && said.articles.some(({ id }) => isSame(id, article))
}
