import { dayIn } from './dates.ts'
import { spelledNumber } from './numbers.ts'

const DAY = 86_400_000
const WEEK = 7
/** A time is told in the first words. */
const HEARD = 200
const DAYS: readonly [RegExp, number][] = [
  [/^(小时|hours?)/, 1 / 24],
  [/^(天|日|days?)/, 1],
  [/^(周|星期|礼拜|weeks?)/, 7],
  [/^(月|months?)/, 30],
  [/^(年|years?)/, 365],
]
const SPELLED: Readonly<Record<string, string>> = {
  a: '1',
  an: '1',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  twelve: '12',
}
const IN_WORDS = new RegExp(`\\b(${Object.keys(SPELLED).join('|')})\\b(?= (hours?|days?|weeks?|months?|years?))`, 'g')
const SPAN = /(\d+(?:\.\d+)?)[多几来]?个?[多几半]? ?(小时|天|日(?!期)|周|星期|礼拜|月(?!\d)|年|hours?|days?|weeks?|months?|years?)/

/** A text with halves and numbers in words as figures: 半个月 is 15天, 十来天 is 10来天. */
const inFigures = (flat: string): string =>
  flat
    .replace(/半个月/g, '15天')
    .replace(/大半年/g, '240天')
    .replace(/半年|half a year/g, '180天')
    .replace(/半天/g, '0.5天')
    .replace(/fortnight/g, '14 days')
    .replace(IN_WORDS, (word) => SPELLED[word] ?? word)
    .replace(/十几(?=个?[天周月年])/g, '15')
    .replace(/[一二两三四五六七八九](?=[二两三四五六七八九]个?[天周月年星礼])/g, '')
    .replace(/[零〇一二两三四五六七八九十]+(?=[多几来]?个?[多几半]?(小时|天|日|周|星期|礼拜|月|年))/g, (found) =>
      String(spelledNumber(found) ?? found),
    )

const daysIn = (figures: string): number | null => {
  const [, many, unit = ''] = SPAN.exec(figures) ?? []
  const each = DAYS.find(([form]) => form.test(unit))?.[1]
  return many === undefined || each === undefined ? null : Number(many) * each
}

const PAST = /[到收签拿付买拍交办登](的|了)|got|came|arrived|bought|paid|ordered|delivered/
/** What is still to come is no time that passed. */
const TO_COME = /[天周月]之?后|要用|之前(要|到)|\bby\b|\bbefore\b|\bneed/

/** How many days a normalised text tells of, seen from `today` (ISO 8601): 一个多星期, 不到三天, 上周五到的; null where it tells of none. */
export function spanIn(text: string, today: string): number | null {
  const flat = text.slice(0, HEARD)
  if (TO_COME.test(flat)) return null
  const figures = inFigures(flat)
  const days = daysIn(figures)
  if (days !== null) {
    if (/(不到|没到|没满|不满|未满|没超过|不超过|快|将近|差不到|less than|under|almost|nearly)[^,，]{0,3}\d/.test(figures))
      return days - 0.01
    return /\d个?[多几半]|\d(天|周|个?月|年|个?星期|个?礼拜)多|(超过|过了|满|不止|more than|over) ?\d/.test(figures) ? days + 0.01 : days
  }
  if (/刚(刚|才)?(到|收|签|拿|买|下|付|拍)|just (arrived|got|came|bought|ordered|paid)/.test(flat)) return 0
  const day = dayIn(flat, today)
  if (day === null) return null
  const ago = (Date.parse(today) - Date.parse(day)) / DAY
  // 周四到的 was the last one.
  const isLast = ago < 0 && ago >= -WEEK && /周|星期|礼拜|day/.test(flat) && PAST.test(flat)
  return ago >= 0 ? ago : isLast ? ago + WEEK : null
}

/** The days that a label stands for, the least and the most: 7天以内, 超过15天, 8到15天; null where it stands for none. */
export function rangeOf(label: string): readonly [number, number] | null {
  const figures = inFigures(label.toLowerCase())
  const [, least, most, unit = ''] = /(\d+)(?:到|至|-| to )(\d+) ?(天|日|个月|days?|months?)/.exec(figures) ?? []
  if (least && most) {
    const each = /月|month/.test(unit) ? 30 : 1
    return [Number(least) * each, Number(most) * each]
  }
  const days = daysIn(figures)
  if (days === null) return null
  if (/不到|以内|之内|内$|没满|不满|未满|没超过|within|less than|under/.test(figures)) return [0, days]
  return /超过|以上|满|more than|over/.test(figures) ? [days, Number.POSITIVE_INFINITY] : null
}
