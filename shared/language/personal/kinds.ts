import type { Group } from './digits.ts'
import type { PersonalKind } from './finding.ts'
import type { Said } from './words.ts'

/** The longest number that is anybody's: a bank card (ISO/IEC 7812). */
export const LONGEST_NUMBER = 19
/** The fewest digits of a telephone within its own town. */
export const FEWEST_DIGITS = 7

/** A number as it stands in a text. */
export interface Candidate {
  digits: string
  /** With its signs: +86 139 1234 5670. */
  written: string
  groups: readonly Group[]
  said: Said | null
  /** Letters stand right before it that make it a longer mark: SF1391234567012, 1Z999AA19383189888. */
  isMark: boolean
}

/** Whose number it is, if anybody's: shape and check digit decide, and where they cannot, the words beside it. */
export function kindOf(candidate: Candidate): PersonalKind | null {
  const { digits, said, isMark } = candidate
  if (said?.word === 'order' && said.isBeside) return null
  if (isIdentity(digits, said?.word === 'id-card')) return 'id-card'
  if (!isMark && (isMobile(digits) || isFixedLine(candidate) || isForeign(candidate) || isLocal(candidate))) return 'phone'
  return isBankCard(candidate) ? 'bank-card' : null
}

/** A Chinese mobile number, with or without 86. */
export const isMobile = (digits: string): boolean => /^(?:(?:00)?86)?1[3-9]\d{9}$/.test(digits)

/** With its area code. Numbers of services (400, 95…) are nobody's. */
const isFixedLine = ({ digits, written }: Candidate): boolean =>
  /^(?:0|(?:00)?86)(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/.test(digits) && !written.includes('.')

const TOLL_FREE = /^1?(?:400|800|833|844|855|866|877|888)/
/** E.164 with its plus; Hong Kong, Macau and Taiwan with their codes; as it is dialled at home, where it is called a telephone. */
function isForeign({ digits, written, groups, said }: Candidate): boolean {
  if (TOLL_FREE.test(digits)) return false
  if (written.startsWith('+')) return /^(?!86)[1-9]\d{9,13}$/.test(digits)
  if (/^00(?:852|853|886|65|44|61|81|82|1)\d{8,10}$/.test(digits)) return true
  if (/^85[23]$/.test(groups[0]?.digits ?? '')) return /^85[23][2-9]\d{7}$/.test(digits)
  if (said?.word !== 'phone') return false
  const lengths = groups.map((group) => group.digits.length).join()
  return (lengths === '3,3,4' && /^[2-9]\d{2}[2-9]/.test(digits)) || /^(?:0[49]\d{8}|07\d{9}|85[23][2-9]\d{7})$/.test(digits)
}

/** Seven or eight digits without an area code are a telephone only right behind the word, and no date. */
const isLocal = ({ digits, said }: Candidate): boolean =>
  said?.word === 'phone' && said.isBeside && /^(?!20[0-3]\d[01]\d)(?:[2-8]\d{6,7}|9[0-46-8]\d{6})$/.test(digits)

const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/
const BORN = /^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/
/** Before 1999: fifteen digits, the year in two, no check. */
const OLD = /^\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** GB 11643: region, date of birth, order, and a check by ISO 7064 MOD 11-2. Where it is called one, a mistyped one counts. */
function isIdentity(number: string, isNamed: boolean): boolean {
  if (!PROVINCES.test(number)) return false
  if (number.length !== 18) return isNamed && OLD.test(number)
  if (!BORN.test(number)) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return isNamed || CHECKS[sum % 11] === number[17]?.toUpperCase()
}

/** Issuers: 62 UnionPay; 4 Visa; 5 Mastercard; 34 to 37 American Express, Diners, JCB; 60, 68, 69 and 9 older Chinese cards. */
const ISSUERS = /^(?:62|4|5[0-9]|3[4-7]|60|68|69|9[0-8])/

/** ISO/IEC 7812: an issuer and Luhn's check. Where it is called one or written in fours, a mistyped one counts. */
function isBankCard({ digits, groups, said, isMark }: Candidate): boolean {
  const isNamed = said?.word === 'bank-card'
  if (digits.length < 13 || !/^\d+$/.test(digits)) return false
  if (isNamed && said.isBeside) return true
  if (!ISSUERS.test(digits) || digits.length < 15 || (isMark && !isNamed)) return false
  const isInFours = digits.startsWith('62') && /^4,4,4,4(?:,[1-3])?$/.test(groups.map((group) => group.digits.length).join())
  return isNamed || isInFours || isLuhn(digits)
}

function isLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
