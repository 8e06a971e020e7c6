import { readFileSync } from 'node:fs'
import type { Pair } from './embed.ts'

export interface Row {
  text: string
  label?: string
  before?: string
}

function linesOf(path: string): { at: string; row: Record<string, unknown> }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      line.trim() === '' ? [] : [{ at: `${path}:${index + 1}`, row: JSON.parse(line) as Record<string, unknown> }],
    )
}

/** Rows of a file of JSON lines; `intent` may stand for `label`. Throws with the line's number where one has no text. */
export function rowsOf(path: string): Row[] {
  return linesOf(path).map(({ at, row }) => {
    const label = row.label ?? row.intent
    if (typeof row.text !== 'string') throw new Error(`${at}: no text`)
    return {
      text: row.text,
      ...(typeof label === 'string' ? { label } : {}),
      ...(typeof row.before === 'string' ? { before: row.before } : {}),
    }
  })
}

/** Pairs of texts of a file of JSON lines, with whether they mean the same; none where it holds no pairs. */
export function pairsOf(path: string): Pair[] {
  return linesOf(path).flatMap(({ row: { a, b, same } }) =>
    typeof a === 'string' && typeof b === 'string' ? [{ a, b, same: Boolean(Number(same)) }] : [],
  )
}
