import { type Group, runsOf } from './digits.ts'
import type { Finding } from './finding.ts'
import { FEWEST_DIGITS, isMobile, kindOf, LONGEST_NUMBER } from './kinds.ts'
import { saidAfter, saidBefore } from './words.ts'

/** Numbers of persons in a text in one width: telephones, identity cards, bank cards. */
export function* numbersIn(text: string): Generator<Finding> {
  for (const run of runsOf(text)) {
    let first = 0
    while (first < run.length) {
      const finding = startingAt(text, run, first)
      first++
      if (!finding) continue
      yield finding
      while (first < run.length && (run[first] as Group).start < finding.end) first++
    }
  }
}

/** The longest number of somebody's that begins with a group. */
function startingAt(text: string, run: readonly Group[], first: number): Finding | null {
  const begin = (run[first] as Group).start
  // A country code's plus belongs to the number.
  const start = text[begin - 1] === '+' ? begin - 1 : begin
  let digits = ''
  let best: Finding | null = null
  let around: ReturnType<typeof aroundOf> | undefined
  for (let last = first; last < run.length; last++) {
    const group = run[last] as Group
    if (last > first && isMobile(group.digits) && !/^(?:00)?86$/.test(digits)) break
    digits += group.digits
    if (digits.length > LONGEST_NUMBER) break
    const x = digits.length === 17 && /[xX]/.test(text[group.end] ?? '') ? 'X' : ''
    const end = group.end + x.length
    if (digits.length < FEWEST_DIGITS || AMOUNT.test(text.slice(end, end + 5)) || isLonger(text, end, digits.length)) continue
    around ??= aroundOf(text, start)
    if (around.isLinked) break
    const after = saidAfter(text, end)
    const kind = kindOf({
      digits: digits + x,
      written: text.slice(start, end),
      groups: run.slice(first, last + 1),
      said: after?.word === 'order' ? after : (around.before ?? after),
      isMark: around.isMark,
    })
    if (kind) best = { kind, start, end }
  }
  if (best?.kind === 'phone') best.end += EXTENSION.exec(text.slice(best.end, best.end + LONGEST_EXTENSION))?.[0].length ?? 0
  return best
}

/** Where a switchboard puts one through to: 转805, 转分机365, -1117, ext. 2810, x538. */
const EXTENSION =
  /^ ?[,(]? ?(?:(?:转|轉|接|內线|内线|分机|分機|內線|內){1,2}[号號]?[ :]?|(?:ext(?:ension|n)?|x)[.:]? ?|[-—–#*] ?)(?:\d{1,6}(?!\d)|[零〇一幺二两三四五六七八九]{2,6})\)?/i
const LONGEST_EXTENSION = 24

/** Letters and figures, or capitals that are no 'TEL', right before a number make it part of a longer mark. */
const MARK = /(?:\d[A-Za-z]{1,12}|(?:^|[^A-Za-z])(?!(?:TEL|NO|WX|VX|QQ|ID|SJ|DH)$)[A-Z]{2,12})$/
const LINK = /(?:https?:\/\/|www\.|\.(?:com|cn|net)\/)[\x21-\x7e]{0,60}$/i

/** What stands before a number, whatever its length. */
const aroundOf = (text: string, start: number) => ({
  before: saidBefore(text, start),
  isMark: MARK.test(text.slice(Math.max(0, start - 14), start)),
  isLinked: LINK.test(text.slice(Math.max(0, start - 72), start)),
})

/** What follows tells an amount or a longer mark from a number of somebody's: 13812345678元, 9132050078439210XA. */
const AMOUNT = /^(?:[元块次万亿股倍秒吨%]|[个件](?!人)|\.\d{1,3}(?!\d))/
const isLonger = (text: string, end: number, length: number): boolean => length > 12 && length < 18 && /[a-z]/i.test(text[end] ?? '')
