import { spelledNumber } from './numbers.ts'

const DAY = 86_400_000
const NEAR: readonly [RegExp, number][] = [
  [/大前天/, -3],
  [/前天|the day before yesterday/, -2],
  [/昨[天日晚]|yesterday/, -1],
  [/大后天/, 3],
  [/后天|the day after tomorrow/, 2],
  [/明[天早日晚]|tomorrow/, 1],
  [/今[天日晚早]|当天|today|tonight/, 0],
]
const WEEKDAYS = '一二三四五六日天'
const ENGLISH_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const ENGLISH_MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The day that a text names, as ISO 8601, seen from `today` (ISO 8601); null where it names none or none that exists. */
export function dayIn(text: string, today: string): string | null {
  const now = Date.parse(`${today}T00:00:00Z`)
  const words = text.toLowerCase().replace(/[零〇一二两三四五六七八九十]+(?=[月号日])/g, (found) => String(spelledNumber(found) ?? found))
  const [, year, month, day] = /(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})/.exec(words) ?? []
  if (year) return dayOf(Number(year), Number(month), Number(day))
  const near = NEAR.find(([form]) => form.test(words))
  if (near) return iso(now + near[1] * DAY)
  return monthDay(words, now) ?? weekday(words, now)
}

function dayOf(year: number, month: number, day: number): string | null {
  const time = Date.UTC(year, month - 1, day)
  const made = new Date(time)
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? iso(time) : null
}

const MONTHS =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|t|ober|ember)?\.? (\d{1,2})(?!\d| ?(?:days?|weeks?|months?|hours?|times?))\b/

/** A day without its year is the nearest one, past or to come. */
function monthDay(words: string, now: number): string | null {
  const here = new Date(now)
  // 3.5 is a price or a length, unless it is all that is said.
  const [, month, day] =
    /(?<![\d-])(\d{1,2})\s*[月/]\s*(\d{1,2})(?!\d)/.exec(words) ?? /^\s*(\d{1,2})\.(\d{1,2})\s*[号日]?\s*$/.exec(words) ?? []
  const [, named, ofNamed] = MONTHS.exec(words) ?? []
  const at = named ? ENGLISH_MONTHS.indexOf(named) + 1 : Number(month)
  const on = Number(named ? ofNamed : day)
  if (at && on) {
    const years = [here.getUTCFullYear() - 1, here.getUTCFullYear(), here.getUTCFullYear() + 1]
    return nearest(
      years.map((year) => dayOf(year, at, on)),
      now,
    )
  }
  const [, which, alone] = /(上个?月|下个?月|这个?月|本月)?\D{0,2}(?<!\d)(\d{1,2})\s*[号日](?!线|楼|院)/.exec(words) ?? []
  if (!alone) return null
  const months = (which ? [which.startsWith('上') ? -1 : which.startsWith('下') ? 1 : 0] : [-1, 0, 1]).map(
    (by) => new Date(Date.UTC(here.getUTCFullYear(), here.getUTCMonth() + by, 1)),
  )
  return nearest(
    months.map((first) => dayOf(first.getUTCFullYear(), first.getUTCMonth() + 1, Number(alone))),
    now,
  )
}

function nearest(days: readonly (string | null)[], now: number): string | null {
  const away = (day: string) => Math.abs(Date.parse(`${day}T00:00:00Z`) - now)
  return days.filter((day) => day !== null).toSorted((one, other) => away(one) - away(other))[0] ?? null
}

/** 周三 is the next one, 下周三 that of the next week, 上周三 that of the last; weeks begin on Monday. */
function weekday(words: string, now: number): string | null {
  const [, which = '', name = ''] =
    /(上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天])/.exec(words.replace(/一下(?=下?个?(周|星期|礼拜))/, '')) ?? []
  const english = ENGLISH_DAYS.findIndex((day) => words.includes(day))
  if (!name && english < 0) return null
  const wanted = name ? Math.min(6, WEEKDAYS.indexOf(name)) : english
  const today = (new Date(now).getUTCDay() + 6) % 7
  const monday = now - today * DAY
  const asked = which || (/next/.test(words) ? '下' : /last/.test(words) ? '上' : '')
  const weeks = { 上上: -2, 上: -1, 下: 1, 下下: 2 }[asked] ?? 0
  const ahead = asked === '' && wanted < today ? 1 : 0
  return iso(monday + (weeks + ahead) * 7 * DAY + wanted * DAY)
}
