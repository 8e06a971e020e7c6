const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  仨: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 }

/** What a number in Chinese words says (两百五十, 一万二), or null. 两百五 is 250: the last digit takes the unit below. */
export function spelledNumber(words: string): number | null {
  if (!/^[零〇一二两俩三仨四五六七八九十百千万]+$/.test(words)) return null
  const digits = Array.from(words, (word) => DIGITS[word])
  // 二〇二六 is read digit by digit.
  if (digits.length > 1 && digits.every((digit) => digit !== undefined)) return Number(digits.join(''))
  let [whole, section, digit, unit] = [0, 0, 0, 1]
  for (const [at, word] of [...words].entries()) {
    const value = digits[at]
    if (value !== undefined) {
      digit = value
      if (value === 0) unit = 10
      continue
    }
    unit = UNITS[word] ?? 1
    if (unit === 10_000) {
      whole = (whole + section + digit) * unit
      section = 0
    } else section += (digit || 1) * unit
    digit = 0
  }
  // 两百五 is 250, 两百零五 is 205.
  return whole + section + (unit >= 100 ? (digit * unit) / 10 : digit)
}

const TIMES: Readonly<Record<string, number>> = { 万: 10_000, w: 10_000, 千: 1000, k: 1000, 百: 100 }

/** The first number of a text, in figures (1,234.5; 2千; 1万2) or in Chinese words. */
export function numberIn(text: string): number | null {
  const [, figures, times, rest] = /(\d[\d,]*(?:\.\d+)?)\s*(?:(万|千|百|[kw](?![a-z]))(\d(?!\d))?)?/i.exec(text) ?? []
  const unit = TIMES[times?.toLowerCase() ?? ''] ?? 1
  if (figures) return Math.round(Number(figures.replaceAll(',', '')) * unit * 100) / 100 + (Number(rest ?? 0) * unit) / 10
  // 几百 is no number.
  const words = /(?<![几数])[零〇一二两俩三仨四五六七八九十百千万]+/.exec(text)?.[0]
  return words ? spelledNumber(words) : null
}
