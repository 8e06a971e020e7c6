import { is } from '$shared/base/schema.ts'
import { ArticleId } from '$shared/knowledge/article.ts'
import { normalise } from '$shared/language/normalise.ts'

/** Two questions are one where they differ in nothing but marks, spaces, width and case. */
export function questionKey(question: string): string {
  const words = normalise(question)
  return words.replace(/[\s\p{P}\p{S}]/gu, '') || words
}

const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n
const DIGITS = 10

/** FNV-1a of 64 bits over UTF-8 (Fowler, Noll, Vo), its last 10 hexadecimal digits. */
function hashOf(text: string): string {
  let hash = OFFSET
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME)
  return hash.toString(16).padStart(16, '0').slice(-DIGITS)
}

/**
 * The id of an article that was given none. The same question has the same id in every file and at every import, so that
 * a file which comes in again replaces what it brought. `isTaken` tells of ids that stand for another question.
 */
export function idOfQuestion(question: string, isTaken: (id: string) => boolean): string {
  const key = questionKey(question)
  for (let attempt = 0; ; attempt++) {
    const id = `import-${hashOf(attempt === 0 ? key : `${key}#${attempt}`)}`
    if (!isTaken(id)) return id
  }
}

/**
 * The id that a file tells, in the form of ours: `FAQ_001` is `faq-001`. Null where it tells none: bare digits are the
 * number of a row, and would replace whatever had that number in another file.
 */
export function idOfText(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '' || /^\d+$/.test(trimmed)) return null
  const plain = normalise(trimmed)
    .replace(/[\s_./:#]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '')
  return is(ArticleId, plain) ? plain : `import-${hashOf(normalise(trimmed))}`
}
