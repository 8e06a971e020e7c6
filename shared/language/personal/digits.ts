/** Digits as they are written or read aloud: 幺 is 1 and 两 is 2 in numbers that are spelled out. */
const SPOKEN: Readonly<Record<string, string>> = Object.fromEntries(
  ['零〇○', '一幺壹', '二两贰兩貳', '三叁', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap((words, digit) =>
    [...words].map((word) => [word, String(digit)]),
  ),
)

/** A stretch of digits that nothing interrupts. */
export interface Group {
  digits: string
  start: number
  end: number
  /** In figures, not in words. */
  isWritten: boolean
}

/** What stands between two groups of one number; a keycap's two marks are among them. */
const BETWEEN = /^(?:[ \-.·—–()_~\u200b]|\ufe0f|\u20e3)*$/
/** Where a number is dictated, one pauses. */
const PAUSED = /^[ \-.·—–()_~,、。…嗯啊呃哦杠]*$/
/** So many signs may stand between two groups of one number. */
const MOST_BETWEEN = 3
/** Groups in figures that a comma joins are of three or four digits: 138，1234，5678. */
const PAUSED_FIGURES = [3, 4]

const digitAt = (text: string, at: number): string | undefined => {
  const unit = text[at] ?? ''
  return isFigure(unit) ? unit : SPOKEN[unit]
}

const isFigure = (unit: string | undefined): boolean => unit !== undefined && unit >= '0' && unit <= '9'

/** Stretches of digits, those in figures and those in words apart: 138 零零一三 8000. */
function* groupsOf(text: string): Generator<Group> {
  let at = 0
  while (at < text.length) {
    if (digitAt(text, at) === undefined) {
      at++
      continue
    }
    const start = at
    const isWritten = isFigure(text[start])
    let digits = ''
    for (let digit = digitAt(text, at); digit !== undefined && isFigure(text[at]) === isWritten; digit = digitAt(text, ++at))
      digits += digit
    yield { digits, start, end: at, isWritten }
  }
}

/** Groups that may be one number: what stands between them is a sign or a pause. */
export function* runsOf(text: string): Generator<Group[]> {
  let run: Group[] = []
  for (const group of groupsOf(text)) {
    const last = run.at(-1)
    if (last && !isJoined(text, last, group)) {
      yield run
      run = []
    }
    run.push(group)
  }
  if (run.length > 0) yield run
}

function isJoined(text: string, one: Group, next: Group): boolean {
  if (next.start - one.end > MOST_BETWEEN) return false
  const between = text.slice(one.end, next.start)
  if (BETWEEN.test(between)) return true
  const mayPause = [one, next].every(({ isWritten, digits }) => !isWritten || PAUSED_FIGURES.includes(digits.length))
  return mayPause && PAUSED.test(between)
}
