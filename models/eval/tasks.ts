import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { personalDataIn } from '../../shared/language/mask.ts'
import type { PersonalKind } from '../../shared/language/personal/finding.ts'
import { OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { type Language, turns, utterances } from '../data.ts'
import { Baseline, readBaseline } from '../runtime/baseline.ts'
import { accuracy, auroc, byLabel, calibrationError, confusions, macroF1 } from './measures.ts'

/** What is measured, as lines of a report in Markdown. */
export interface Measured {
  title: string
  lines: string[]
}

export const shipped = (): Baseline =>
  new Baseline(readBaseline(new Uint8Array(readFileSync(join(import.meta.dirname, '../runtime/weights/baseline.bin')))))

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const head = (...cells: readonly string[]): string[] => [row(...cells), row(...cells.map(() => '---'))]

const WORST = 15

/** Families of phrasing that were not learned from: what is wanted, and whether it is a matter of ours at all. */
export function measureIntent(model: Baseline): Measured {
  const rows = utterances()
    .filter(({ split }) => split === 'test')
    .map(({ text, intent, language }) => {
      const ranked = model.intents(text)
      const top = ranked.find((candidate) => candidate.intent !== OUT_OF_SCOPE)
      const outside = ranked.find((candidate) => candidate.intent === OUT_OF_SCOPE)?.score ?? 0
      const three = ranked.filter((candidate) => candidate.intent !== OUT_OF_SCOPE).slice(0, 3)
      return {
        language,
        expected: intent,
        said: top?.intent ?? OUT_OF_SCOPE,
        score: top?.score ?? 0,
        inside: 1 - outside,
        read: model.read(text).intent,
        isAmongThree: three.some((candidate) => candidate.intent === intent),
      }
    })
  const inside = rows.filter(({ expected }) => expected !== OUT_OF_SCOPE)
  const outside = rows.filter(({ expected }) => expected === OUT_OF_SCOPE)
  const of = (language: Language | null, kind: typeof rows) => kind.filter((each) => language === null || each.language === language)
  const line = (name: string, language: Language | null) => {
    const [ours, theirs] = [of(language, inside), of(language, outside)]
    return row(
      name,
      ours.length,
      percent(accuracy(ours)),
      percent(ours.filter(({ isAmongThree }) => isAmongThree).length / ours.length),
      macroF1(ours).toFixed(3),
      theirs.length,
      auroc(
        ours.map(({ inside }) => inside),
        theirs.map(({ inside }) => inside),
      ).toFixed(3),
      percent(theirs.filter(({ read }) => read === OUT_OF_SCOPE).length / theirs.length),
      percent(ours.filter(({ read }) => read === OUT_OF_SCOPE).length / ours.length),
    )
  }
  return {
    title: 'Intent, on families of phrasing that were not learned from',
    lines: [
      ...head('', 'in scope', 'right', 'among three', 'macro-F1', 'out of scope', 'AUROC', 'kept out', 'wrongly kept out'),
      line('all', null),
      line('Chinese', 'zh'),
      line('English', 'en'),
      '',
      `Calibration error ${calibrationError(inside).toFixed(3)}.`,
      '',
      'Weakest:',
      '',
      ...head('intent', 'texts', 'precision', 'recall', 'F1'),
      ...byLabel(inside)
        .toSorted((one, other) => one.f1 - other.f1)
        .slice(0, WORST)
        .map(({ label, count, precision, recall, f1 }) => row(label, count, percent(precision), percent(recall), f1.toFixed(3))),
      '',
      'Most often mistaken:',
      '',
      ...head('is', 'taken for', 'times'),
      ...confusions(inside, WORST).map(({ expected, said, count }) => row(expected, said, count)),
    ],
  }
}

/** Service turns of families that were not learned from. */
export function measureMood(model: Baseline): Measured {
  const rows = turns()
    .filter(({ split }) => split === 'test')
    .map(({ text, before, mood, anger }) => {
      const reading = model.read(text, before)
      return { expected: mood, said: reading.mood, score: 1, anger, saidAnger: reading.anger }
    })
  const angry = rows.filter(({ anger }) => anger > 0)
  return {
    title: 'Mood, on families of turns that were not learned from',
    lines: [
      `${rows.length} turns, ${percent(accuracy(rows))} right, macro-F1 ${macroF1(rows).toFixed(3)}.`,
      '',
      ...head('mood', 'turns', 'precision', 'recall', 'F1'),
      ...byLabel(rows).map(({ label, count, precision, recall, f1 }) =>
        row(label, count, percent(precision), percent(recall), f1.toFixed(3)),
      ),
      '',
      `Anger of ${angry.length} angry turns: ${percent(angry.filter(({ anger, saidAnger }) => Math.abs(anger - saidAnger) <= 1).length / angry.length)} within one degree, ` +
        `${percent(angry.filter(({ anger, saidAnger }) => anger === saidAnger).length / angry.length)} exact.`,
    ],
  }
}

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

interface MaskCounts {
  cases: number
  marked: number
  found: number
  said: number
  wrong: number
}

const recallOf = ({ found, marked }: { found: number; marked: number }): number => found / marked
const precisionOf = ({ wrong, said }: MaskCounts): number => 1 - wrong / said

/** Every file of written cases; each was written by itself, so each is told apart as well. */
export function measureMask(): Measured & { recall: number; precision: number; missed: string[]; wrong: string[] } {
  const folder = join(import.meta.dirname, '../data/mask')
  const [missed, wrong]: [string[], string[]] = [[], []]
  const kinds = new Map<PersonalKind, { marked: number; found: number }>()
  const all: MaskCounts = { cases: 0, marked: 0, found: 0, said: 0, wrong: 0 }
  const files: string[] = []
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .toSorted()) {
    const lines = readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('# '))
    const counts: MaskCounts = { cases: lines.length, marked: 0, found: 0, said: 0, wrong: 0 }
    for (const line of lines) countCase(line, counts, kinds, missed, wrong)
    files.push(told(file, counts))
    for (const key of Object.keys(all) as (keyof MaskCounts)[]) all[key] += counts[key]
  }
  return {
    title: 'Personal data, on written cases',
    recall: recallOf(all),
    precision: precisionOf(all),
    missed,
    wrong,
    lines: [
      ...head('', 'cases', 'marks', 'recall', 'precision'),
      ...files,
      told('all', all),
      '',
      ...head('kind', 'marks', 'recall'),
      ...[...kinds].toSorted().map(([kind, each]) => row(kind, each.marked, percent(recallOf(each)))),
    ],
  }
}

const told = (name: string, counts: MaskCounts): string =>
  row(name, counts.cases, counts.marked, percent(recallOf(counts)), percent(precisionOf(counts)))

function countCase(
  line: string,
  counts: MaskCounts,
  kinds: Map<PersonalKind, { marked: number; found: number }>,
  missed: string[],
  wrong: string[],
): void {
  const { text, marks } = caseOf(line)
  const findings = personalDataIn(text)
  const covers = (finding: (typeof findings)[number], mark: (typeof marks)[number]) =>
    finding.kind === mark.kind && finding.start <= mark.start + SLACK && finding.end >= mark.end - SLACK
  for (const mark of marks) {
    const isFound = findings.some((finding) => covers(finding, mark))
    const kind = kinds.get(mark.kind) ?? { marked: 0, found: 0 }
    kinds.set(mark.kind, { marked: kind.marked + 1, found: kind.found + (isFound ? 1 : 0) })
    counts.marked++
    if (isFound) counts.found++
    else missed.push(`${mark.kind}: ${line}`)
  }
  for (const finding of findings) {
    counts.said++
    if (marks.some((mark) => mark.start < finding.end && finding.start < mark.end)) continue
    counts.wrong++
    wrong.push(`${finding.kind} ${text.slice(finding.start, finding.end)}: ${line}`)
  }
}

const ROUNDS = 3

/** Milliseconds a reading, on this machine. */
export function measureSpeed(model: Baseline): Measured {
  const texts = utterances()
    .filter(({ split }) => split === 'test')
    .map(({ text }) => text)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++)
    for (const text of texts) {
      const begun = performance.now()
      model.read(text)
      if (round > 0) times.push(performance.now() - begun)
    }
  times.sort((one, other) => one - other)
  const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(3)
  return { title: 'Time a reading', lines: [`In Node: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms.`] }
}
