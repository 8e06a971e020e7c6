import { cleanText } from '$shared/language/normalise.ts'
import { excerpt, type FaultCode } from './fault.ts'
import { questionKey } from './identity.ts'

const LONGEST = 160
const MOST = 40

/** The ways to ask in one cell: a line each, or on one line between | and ；. */
export function splitPhrasings(cell: string): string[] {
  return (/[\r\n]/.test(cell) ? cell.split(/\r\n|\r|\n/) : cell.split(/[|｜；;]/)).filter((part) => part.trim() !== '')
}

/** The ways to ask as an article may hold them. What is said twice, too long or too much is left out and told. */
export function phrasingsOf(
  question: string,
  written: readonly string[],
  tell: (field: string, code: FaultCode, detail: string, kept: boolean) => void,
): string[] {
  const seen = new Set([questionKey(question)])
  const phrasings: string[] = []
  for (const line of written) {
    const phrasing = cleanText(line).replace(/\s+/g, ' ').trim()
    const key = questionKey(phrasing)
    if (phrasing === '') continue
    if (phrasings.length >= MOST) {
      tell('phrasings', 'too-many', String(MOST), true)
      return phrasings
    }
    if (phrasing.length > LONGEST) tell('phrasings', 'too-long', excerpt(phrasing), true)
    else if (seen.has(key)) tell('phrasings', 'phrasing-twice', excerpt(phrasing), true)
    else phrasings.push(phrasing)
    seen.add(key)
  }
  return phrasings
}
