import { addressesIn } from './personal/addresses.ts'
import { englishAddressesIn } from './personal/english.ts'
import { type Finding, narrow } from './personal/finding.ts'
import { mailsIn, platesIn } from './personal/marks.ts'
import { numbersIn } from './personal/numbers.ts'

/** The longest text that is read: more than any message may hold. */
const LONGEST = 64_000

/**
 * Personal data in a text, in the order of the text, none overlapping: telephone, identity card (with its check digit),
 * bank card (Luhn), mail, address with a door number, number plate; also in full width, spaced or spelled out. Numbers of
 * orders and parcels are not personal data and stay. Time grows linearly with the text.
 */
export function personalDataIn(text: string): Finding[] {
  const read = narrow(text.slice(0, LONGEST))
  const found = [...numbersIn(read), ...mailsIn(read), ...platesIn(read)]
  const others = without(read, found)
  found.push(...addressesIn(others), ...englishAddressesIn(others))
  found.sort((one, other) => one.start - other.start || other.end - one.end)
  const kept: Finding[] = []
  for (const finding of found) if (finding.start >= (kept.at(-1)?.end ?? 0)) kept.push(finding)
  return kept
}

/** The text with line breaks, at which every address ends, in the place of what was found. */
function without(text: string, findings: readonly Finding[]): string {
  let left = ''
  for (const { start, end } of findings.toSorted((one, other) => one.start - other.start))
    if (start >= left.length) left += text.slice(left.length, start) + '\n'.repeat(end - start)
  return left + text.slice(left.length)
}

/**
 * The text with personal data made unrecognisable. What helps the person who serves stays: the last digits, the domain,
 * the district. The length of what is hidden is not told.
 */
export function mask(text: string, findings: readonly Finding[] = personalDataIn(text)): string {
  let masked = ''
  let at = 0
  for (const finding of findings) {
    masked += text.slice(at, finding.start) + hidden(text.slice(finding.start, finding.end), finding.kind)
    at = finding.end
  }
  return masked + text.slice(at)
}

const STARS = '***'
/** Province, city and district, as far as a text names them from its beginning: a part of any other name (小区, 园区) is none. */
const DISTRICT =
  /^(?:[\p{Script=Han}]{2,8}(?:省|自治区))?(?:[\p{Script=Han}]{2,8}?市)?(?:(?<=[省市区])[\p{Script=Han}]{1,6}?(?<![小园社校厂院])[区县]|[\p{Script=Han}]{2}区(?=[\p{Script=Han}]{1,8}[路街道巷]))?/u

function hidden(part: string, kind: Finding['kind']): string {
  const plain = narrow(part)
  switch (kind) {
    case 'phone':
    case 'bank-card':
      return STARS + (/\d{4}$/.exec(plain.replace(/\D/g, ''))?.[0] ?? '')
    case 'id-card':
      return STARS
    case 'email':
      return STARS + plain.slice(plain.lastIndexOf('@'))
    case 'plate':
      return plain.slice(0, 2) + STARS
    case 'address':
      return (DISTRICT.exec(plain)?.[0] ?? '') + STARS
  }
}
