import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { personalDataIn } from '../../shared/language/mask.ts'
import type { PersonalKind } from '../../shared/language/personal/finding.ts'
import { head, type Measured, percent, row } from './report.ts'

const MARK = /\[(phone|id-card|bank-card|email|address|plate):([^\]]*)\]/g

/** A written case: its text without marks, and what is to be found in it. */
export function caseOf(line: string): { text: string; marks: { kind: PersonalKind; start: number; end: number }[] } {
  const marks: { kind: PersonalKind; start: number; end: number }[] = []
  let text = ''
  let at = 0
  for (const match of line.matchAll(MARK)) {
    text += line.slice(at, match.index)
    const part = match[2] ?? ''
    marks.push({ kind: match[1] as PersonalKind, start: text.length, end: text.length + part.length })
    text += part
    at = match.index + match[0].length
  }
  return { text: text + line.slice(at), marks }
}

/** Found means: of the right kind, and all of it hidden but at most two signs at an edge. */
const SLACK = 2

interface Tally {
  marked: number
  found: number
  said: number
  wrong: number
}
const recallOf = ({ found, marked }: Tally): number => found / marked
const precisionOf = ({ said, wrong }: Tally): number => 1 - wrong / said

/** Written cases, file by file. */
export function measureMask(): Measured & { recall: number; precision: number; missed: string[]; wrong: string[] } {
  const folder = join(import.meta.dirname, '../data/mask')
  const [missed, wrong]: [string[], string[]] = [[], []]
  const all: Tally = { marked: 0, found: 0, said: 0, wrong: 0 }
  const kinds = new Map<PersonalKind, { marked: number; found: number }>()
  const files = readdirSync(folder).toSorted()
  const rows = files.map((file) => {
    const lines = readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('# '))
    const tally: Tally = { marked: 0, found: 0, said: 0, wrong: 0 }
    for (const line of lines) {
      const { text, marks } = caseOf(line)
      const findings = personalDataIn(text)
      const covers = (finding: (typeof findings)[number], mark: (typeof marks)[number]) =>
        finding.kind === mark.kind && finding.start <= mark.start + SLACK && finding.end >= mark.end - SLACK
      for (const mark of marks) {
        const isFound = findings.some((finding) => covers(finding, mark))
        const kind = kinds.get(mark.kind) ?? { marked: 0, found: 0 }
        kinds.set(mark.kind, { marked: kind.marked + 1, found: kind.found + (isFound ? 1 : 0) })
        tally.marked++
        if (isFound) tally.found++
        else missed.push(`${mark.kind}: ${line}`)
      }
      for (const finding of findings) {
        tally.said++
        if (marks.some((mark) => mark.start < finding.end && finding.start < mark.end)) continue
        tally.wrong++
        wrong.push(`${finding.kind} ${text.slice(finding.start, finding.end)}: ${line}`)
      }
    }
    for (const key of ['marked', 'found', 'said', 'wrong'] as const) all[key] += tally[key]
    return row(file, lines.length, tally.marked, percent(recallOf(tally)), percent(precisionOf(tally)))
  })
  return {
    title: 'Personal data, on written cases',
    recall: recallOf(all),
    precision: precisionOf(all),
    missed,
    wrong,
    lines: [
      ...head('file', 'cases', 'marks', 'recall', 'precision'),
      ...rows,
      '',
      ...head('kind', 'marks', 'recall'),
      ...[...kinds].toSorted().map(([kind, each]) => row(kind, each.marked, percent(each.found / each.marked))),
    ],
  }
}
