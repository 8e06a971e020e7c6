import type { Finding, PersonalKind } from './finding.ts'

/** Digits as they are written or read aloud: 幺 is 1 and 两 is 2 in numbers that are spelled out. */
const SPOKEN: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  '○': '0',
  一: '1',
  幺: '1',
  壹: '1',
  二: '2',
  两: '2',
  贰: '2',
  三: '3',
  叁: '3',
  四: '4',
  肆: '4',
  五: '5',
  伍: '5',
  六: '6',
  陆: '6',
  七: '7',
  柒: '7',
  八: '8',
  捌: '8',
  九: '9',
  玖: '9',
}
const BETWEEN = /[ \-.·—–()]/
/** So many signs may stand between two groups of one number. */
const MOST_BETWEEN = 2
/** The longest number that is anybody's: a bank card (ISO/IEC 7812). */
const LONGEST = 19

interface Group {
  digits: string
  start: number
  end: number
}

const digitAt = (text: string, at: number): string | undefined => {
  const unit = text[at] ?? ''
  return unit >= '0' && unit <= '9' ? unit : SPOKEN[unit]
}

const isWritten = (unit: string | undefined): boolean => unit !== undefined && unit >= '0' && unit <= '9'

/** Stretches of digits that nothing interrupts, those in figures and those in words apart: 138 零零一三 8000. */
function* groupsOf(text: string): Generator<Group> {
  let at = 0
  while (at < text.length) {
    if (digitAt(text, at) === undefined) {
      at++
      continue
    }
    const start = at
    const written = isWritten(text[start])
    let digits = ''
    for (let digit = digitAt(text, at); digit !== undefined && isWritten(text[at]) === written; digit = digitAt(text, ++at)) digits += digit
    yield { digits, start, end: at }
  }
}

/** Groups that may be one number: what stands between them is at most a sign or two. */
function* runsOf(text: string): Generator<Group[]> {
  let run: Group[] = []
  for (const group of groupsOf(text)) {
    const last = run.at(-1)
    if (last && !isJoined(text, last.end, group.start)) {
      yield run
      run = []
    }
    run.push(group)
  }
  if (run.length > 0) yield run
}

function isJoined(text: string, from: number, to: number): boolean {
  if (to - from > MOST_BETWEEN) return false
  for (let at = from; at < to; at++) if (!BETWEEN.test(text[at] ?? '')) return false
  return true
}

/** Numbers of persons in a text in one width: telephones, identity cards, bank cards. */
export function* numbersIn(text: string): Generator<Finding> {
  for (const run of runsOf(text)) {
    let first = 0
    while (first < run.length) first = yield* startingAt(text, run, first)
  }
}

/** What begins with a group; the answer is the group to go on with. */
function* startingAt(text: string, run: readonly Group[], first: number): Generator<Finding, number> {
  let digits = ''
  let best: { finding: Finding; next: number } | null = null
  for (let last = first; last < run.length; last++) {
    const group = run[last] as Group
    digits += group.digits
    if (digits.length > LONGEST) break
    const x = /[xX]/.test(text[group.end] ?? '') && digits.length === 17 ? 1 : 0
    const start = startOf(text, (run[first] as Group).start)
    const kind = kindOf(digits + 'X'.repeat(x), text.slice(start, group.end), wordBefore(text, start))
    if (kind && isWhole(text, group.end + x, kind)) best = { finding: { kind, start, end: group.end + x }, next: last + 1 }
  }
  if (!best) return first + 1
  yield best.finding
  return best.next
}

/** What follows tells an amount or a longer mark from a number of somebody's: 13812345678元, 9132050078439210XA. */
const isWhole = (text: string, end: number, kind: PersonalKind): boolean => {
  const rest = text.slice(end, end + 5)
  if (/^(?:[元块次万亿股人个件倍秒吨%]|[,.]\d{1,3}(?!\d|万))/.test(rest) && kind !== 'id-card') return false
  return kind !== 'bank-card' || !/^[a-z]/i.test(rest)
}

/** A country code's plus belongs to the number. */
const startOf = (text: string, start: number): number => (text[start - 1] === '+' ? start - 1 : start)

type Word = 'order' | 'phone' | 'id-card' | 'bank-card' | null

/** Characters before a number in which a word tells what it is. */
const LOOK_BACK = 10
const WORDS: readonly (readonly [Exclude<Word, null>, RegExp])[] = [
  [
    'order',
    /订单|单号|运单|快递|物流|编号|流水号|工单|取件码|order|tracking|waybill|parcel|ticket|serial|序列号|型号|货号|案件|imei|sn|mac|识别号|税号|信用代码|机顶盒|合同号|保单号|受理号|发票/gi,
  ],
  ['phone', /手机|电话|联系方式|微信|phone|mobile|tel|call/gi],
  ['id-card', /身份证|证件号|身份号|id card|id number|identity/gi],
  ['bank-card', /卡号|银行卡|信用卡|储蓄卡|借记卡|card number|bank card|credit card|account number|账号/gi],
]

/** The word that stands nearest before a number and says what it is. */
function wordBefore(text: string, start: number): Word {
  const before = text.slice(Math.max(0, start - LOOK_BACK - 6), start)
  let nearest: { word: Word; at: number } = { word: null, at: -1 }
  for (const [word, pattern] of WORDS) {
    for (const match of before.matchAll(pattern)) {
      const at = match.index + match[0].length
      if (at > nearest.at) nearest = { word, at }
    }
  }
  return nearest.word
}

function kindOf(digits: string, written: string, word: Word): PersonalKind | null {
  if (word === 'order') return null
  if (digits.length === 18 && isIdentity(digits, word === 'id-card')) return 'id-card'
  if (MOBILE.test(digits) || (FIXED_LINE.test(digits) && !written.includes('.'))) return 'phone'
  return isBankCard(digits, word === 'bank-card') ? 'bank-card' : null
}

/** A Chinese mobile number, with or without 86; a fixed line with its area code. Numbers of services (400, 95…) are nobody's. */
const MOBILE = /^(?:(?:00)?86)?1[3-9]\d{9}$/
const FIXED_LINE = /^(?:0|(?:00)?86)(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/

const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|7[1]|8[1-3])/
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** GB 11643: region, date of birth, order, and a check by ISO 7064 MOD 11-2. Where it is called one, a mistyped one counts. */
function isIdentity(number: string, named: boolean): boolean {
  if (!PROVINCES.test(number) || !/^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(number)) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return named || CHECKS[sum % 11] === number[17]?.toUpperCase()
}

/** Issuers: 62 UnionPay; 4 Visa; 5 Mastercard; 34 to 37 American Express, Diners, JCB; 60, 68, 69 and 9 older Chinese cards. */
const ISSUERS = /^(?:62|4|5[0-9]|3[4-7]|60|68|69|9[0-8])/

/** ISO/IEC 7812: an issuer and Luhn's check. Where it is called one, a mistyped one counts. */
function isBankCard(digits: string, named: boolean): boolean {
  if (digits.length < 13 || digits.length > LONGEST || !/^\d+$/.test(digits)) return false
  if (named) return true
  if (!ISSUERS.test(digits) || digits.length < 15) return false
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
