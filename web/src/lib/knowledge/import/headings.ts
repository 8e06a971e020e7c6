import { normalise } from '$shared/language/normalise.ts'

/** How a column may be headed in each language: words apart in Chinese, commas in English. */
export type Headings<Field extends string> = Readonly<Record<Field, { zh: string; en: string }>>

const LONGEST = 60
const keyOf = (header: string): string =>
  normalise(header)
    .replace(/[(（【[].*$/u, '')
    .replace(/[\s_\-*:：.]+/gu, '')

/**
 * Tells what a column holds by its heading, whatever stands in brackets behind it; null where nobody knows. With `numbered`
 * a number at its end (相似问法 2) is of no matter.
 */
export function headingReader<Field extends string>(names: Headings<Field>, numbered = false): (header: string) => Field | null {
  const fields = new Map<string, Field>()
  for (const field of Object.keys(names) as Field[])
    for (const name of [...names[field].zh.split(' '), ...names[field].en.split(', ')]) fields.set(keyOf(name), field)
  return (header) => {
    if (header.length > LONGEST) return null
    const key = keyOf(header)
    return fields.get(key) ?? (numbered ? fields.get(key.replace(/\d+$/, '')) : undefined) ?? null
  }
}
