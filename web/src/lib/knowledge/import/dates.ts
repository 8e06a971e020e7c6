import type { Validity } from '$shared/knowledge/article.ts'

const DAY = /(?<!\d)(\d{4})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?!\d)(?:[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?/gu
const COMPACT = /(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/gu
/** What may stand around the days of a period. */
const AROUND =
  /^(?:[\s~～\-—–―/.…至到自从起止前后(（)）:：,，]|有效期|开始|截止|截至|为止|长期|至今|今后|以后|以前|之前|之后|生效|失效|from|since|until|till|to|by|on)*$/iu
const ALWAYS = /^(?:-+|—+|无|长期|长期有效|永久|永久有效|一直有效|无限期|无期限|不限|always|none|n\/a|no end|permanent)$/iu
const LONGEST = 100
const OPEN_BEFORE = /(?:自|从|from|since)\s*$/iu
const OPEN_AFTER = /^\s*(?:起|开始|以后|之后|后|生效|至今|至?长期|\.{2}|至|到|[~～\-—–])/u

/** A day as ISO 8601 (2026-01-05), or null where the text is no day that there is. Reads 2026/1/5, 2026.1.5, 2026年1月5日. */
export function parseDay(text: string): string | null {
  const found = text.length > LONGEST ? [] : daysIn(text.trim())
  const [only] = found
  return found.length === 1 && only?.length === text.trim().length ? only.day : null
}

/** A period as a person writes it; null for one without end, undefined where it cannot be read. */
export function parseValidity(text: string): Validity | null | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || ALWAYS.test(trimmed)) return null
  if (trimmed.length > LONGEST) return undefined
  const found = daysIn(trimmed)
  const [first, second] = found
  const rest = found.reduceRight((left, { at, length }) => `${left.slice(0, at)} ${left.slice(at + length)}`, trimmed)
  if (!first?.day || found.length > 2 || !AROUND.test(rest)) return undefined
  if (second) return second.day !== null && first.day <= second.day ? { from: first.day, until: second.day } : undefined
  const opens = OPEN_BEFORE.test(trimmed.slice(0, first.at)) || OPEN_AFTER.test(trimmed.slice(first.at + first.length))
  return opens ? { from: first.day, until: null } : { from: null, until: first.day }
}

interface FoundDay {
  at: number
  length: number
  /** Null where it looks like a day but the calendar has none such. */
  day: string | null
}

function daysIn(text: string): FoundDay[] {
  const written = [...text.matchAll(DAY)].map((match) => found(match, match[1], match[3], match[4]))
  if (written.length > 0) return written
  return [...text.matchAll(COMPACT)].map((match) => found(match, match[1], match[2], match[3]))
}

function found(match: RegExpExecArray, year = '', month = '', day = ''): FoundDay {
  return { at: match.index, length: match[0].length, day: dayOf(Number(year), Number(month), Number(day)) }
}

function dayOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900 ? date.toISOString().slice(0, 10) : null
}

const MILLISECONDS_OF_DAY = 86_400_000

/**
 * The day of a serial number of a workbook (ECMA-376 part 1, 18.17.4), or null outside of what such a workbook can hold.
 * The system of 1900 counts a 29 February that 1900 did not have.
 */
export function dayOfSerial(serial: number, from1904: boolean): string | null {
  if (!(serial >= 1 && serial < 2_958_466)) return null
  const begin = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  return new Date(begin + Math.floor(serial) * MILLISECONDS_OF_DAY).toISOString().slice(0, 10)
}
