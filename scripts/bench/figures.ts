/** The value below which a share of all lies. Not a number where there is none: nothing heard is not heard at once. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN
}

/** What a mode wants of a figure, and whether it has it. */
export interface Aim {
  words: string
  met: boolean
}

export const atMost = (value: number, limit: number, unit: string): Aim => ({ words: `≤ ${limit} ${unit}`, met: value <= limit })
export const atLeast = (value: number, limit: number, unit: string): Aim => ({ words: `≥ ${limit} ${unit}`, met: value >= limit })

/** A figure of the product beside the same of the minimal object, in the same run. */
export interface Figure {
  name: string
  unit: string
  ours: number
  /** Null where the minimal object has no such thing. */
  least: number | null
  digits?: number
  aim?: Aim
}

export function heading(text: string): void {
  console.log(`\n${text}`)
  console.log(`  ${''.padEnd(44)}${'evenkeel'.padStart(10)}${'minimal'.padStart(10)}${'ratio'.padStart(9)}`)
}

export function print(figures: readonly Figure[]): void {
  for (const { name, unit, ours, least, digits = 0, aim } of figures) {
    const cells = [ours, least].map((value) => words(value, digits).padStart(10)).join('')
    const ratio = least ? words(ours / least, 2, ' ×') : '–'
    const verdict = aim ? `   aim ${aim.words}: ${aim.met ? 'met' : 'NOT MET'}` : ''
    console.log(`  ${`${name} (${unit})`.padEnd(44)}${cells}${ratio.padStart(9)}${verdict}`)
  }
}

/** What never came is not a number. */
const words = (value: number | null, digits: number, unit = '') =>
  value === null ? '–' : Number.isFinite(value) ? value.toFixed(digits) + unit : 'never'

export const note = (text: string): void => console.log(`  ${text}`)
