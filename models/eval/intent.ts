import { OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { type Language, utterances } from '../data.ts'
import type { Baseline } from '../runtime/baseline.ts'
import type { Encoder } from '../runtime/encoder.ts'
import { accuracy, auroc, byLabel, calibrationError, confusions, macroF1 } from './measures.ts'
import { insideOf, READERS, type Read, type ReaderName, readByAll, SHIPPED } from './readers.ts'
import { head, type Measured, percent, row } from './report.ts'

const WORST = 20
const LANGUAGES: readonly { name: string; language: Language | null }[] = [
  { name: 'all', language: null },
  { name: 'Chinese', language: 'zh' },
  { name: 'English', language: 'en' },
]

interface Judgement {
  language: Language
  expected: string
  said: string
  score: number
  inside: number
  /** What is named in the end, out of scope being a name too. */
  named: string
  isAmongThree: boolean
}

function judge({ shares, reading }: Read, intent: string, language: Language): Judgement {
  const { ranked, inside } = insideOf(shares)
  return {
    language,
    expected: intent,
    said: ranked[0]?.intent ?? OUT_OF_SCOPE,
    score: ranked[0]?.score ?? 0,
    inside,
    named: reading.intent,
    isAmongThree: ranked.slice(0, 3).some((candidate) => candidate.intent === intent),
  }
}

const isOurs = ({ expected }: Judgement): boolean => expected !== OUT_OF_SCOPE
const shareOf = (rows: readonly Judgement[], is: (row: Judgement) => boolean): number => rows.filter(is).length / rows.length

function figures(name: string, rows: readonly Judgement[]): string {
  const [ours, theirs] = [rows.filter(isOurs), rows.filter((each) => !isOurs(each))]
  const inside = (each: Judgement) => each.inside
  return row(
    name,
    ours.length,
    percent(accuracy(ours)),
    percent(shareOf(ours, ({ isAmongThree }) => isAmongThree)),
    macroF1(ours).toFixed(3),
    calibrationError(ours).toFixed(3),
    theirs.length,
    auroc(ours.map(inside), theirs.map(inside)).toFixed(3),
    percent(shareOf(theirs, ({ named }) => named === OUT_OF_SCOPE)),
    percent(shareOf(ours, ({ named }) => named === OUT_OF_SCOPE)),
  )
}

/** Families of phrasing that were not learned from: what is wanted, and whether it is a matter of ours at all. */
export async function measureIntent(baseline: Baseline, encoder: Encoder): Promise<Measured> {
  const judged = Object.fromEntries(READERS.map((name) => [name, [] as Judgement[]])) as Record<ReaderName, Judgement[]>
  for (const { text, intent, language } of utterances().filter(({ split }) => split === 'test')) {
    const read = await readByAll(baseline, encoder, text)
    for (const name of READERS) judged[name].push(judge(read[name], intent, language))
  }
  const ours = judged[SHIPPED].filter(isOurs)
  return {
    title: 'Intent, on families of phrasing that were not learned from',
    scores: Object.fromEntries(READERS.map((name) => [name, macroF1(judged[name].filter(isOurs))])),
    lines: [
      ...LANGUAGES.flatMap(({ name, language }) => [
        ...head(
          name,
          'in scope',
          'right',
          'among three',
          'macro-F1',
          'calibration error',
          'outside',
          'AUROC',
          'kept out',
          'wrongly kept out',
        ),
        ...READERS.map((reader) =>
          figures(
            reader,
            judged[reader].filter((each) => language === null || each.language === language),
          ),
        ),
        '',
      ]),
      `Weakest, by ${SHIPPED}:`,
      '',
      ...head('intent', 'texts', 'precision', 'recall', 'F1'),
      ...byLabel(ours)
        .toSorted((one, other) => one.f1 - other.f1)
        .slice(0, WORST)
        .map(({ label, count, precision, recall, f1 }) => row(label, count, percent(precision), percent(recall), f1.toFixed(3))),
      '',
      'Most often mistaken:',
      '',
      ...head('is', 'taken for', 'times'),
      ...confusions(ours, WORST).map(({ expected, said, count }) => row(expected, said, count)),
    ],
  }
}
