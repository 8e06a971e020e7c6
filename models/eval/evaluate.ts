/**
 * Measures what ships, through the code that ships: `npm run eval` writes models/eval/REPORT.md, and fails where the
 * baseline or the encoder alone is better than what ships. `-- --task intent|mood|mask|embed|faq|dialogue|triage|ticket|speed` measures
 * one thing; with `--file X.jsonl [--out Y.jsonl]` it scores rows that have a `label` and labels those that have none (`text`,
 * optional `before`; `a`, `b` and `same` for pairs of texts). `-- --fit TRAIN.jsonl --file TEST.jsonl` fits the baseline
 * and the encoder's head anew on any labelled rows (`text`, `label`) and measures them on others; the label `oos` means
 * out of scope. `-- --task faq --kb K.jsonl --file Q.jsonl [--out O.jsonl]` asks any knowledge base (`id`, `question`,
 * optional `phrasings` and `answer`) any questions (`text`, and the `id` that should be found).
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mask } from '../../shared/language/mask.ts'
import { timesInChromium } from './chromium.ts'
import { measureDialogue } from './dialogue.ts'
import { measureEmbed, measurePairs } from './embed.ts'
import { measureAny, measureFaq } from './faq.ts'
import { fitted } from './fitted.ts'
import { measureGaps } from './gaps.ts'
import { measureIntent } from './intent.ts'
import { measureMask } from './mask.ts'
import { accuracy, type Judged, macroF1 } from './measures.ts'
import { measureMood } from './mood.ts'
import { readByAll, SHIPPED } from './readers.ts'
import { type Measured, print } from './report.ts'
import { pairsOf, type Row, rowsOf } from './rows.ts'
import { shippedBaseline, shippedEncoder, shippedTalkReader } from './shipped.ts'
import { longTexts, measureSize, measureSpeed } from './speed.ts'
import { measureTickets } from './tickets.ts'
import { measureTriage } from './triage.ts'
import type { Weighed } from './weighed.ts'
import { weighTalks } from './weighing.ts'

const { values } = parseArgs({
  options: {
    task: { type: 'string' },
    file: { type: 'string' },
    out: { type: 'string' },
    fit: { type: 'string' },
    kb: { type: 'string' },
    /** Prints what was missed and what was wrongly found. */
    verbose: { type: 'boolean', default: false },
  },
})

const baseline = shippedBaseline()
const encoder = await shippedEncoder()

/** What is said of a row: a label and how surely, and for `embed` a vector. */
type Told = { label: string; score: number; vector?: number[] }

const LABELLERS: Record<string, (row: Row) => Promise<Told>> = {
  intent: async ({ text }) => {
    const { reading } = (await readByAll(baseline, encoder, text))[SHIPPED]
    return { label: reading.intent, score: reading.score }
  },
  mood: async ({ text, before }) => {
    const { reading, shares } = (await readByAll(baseline, encoder, text, before ?? null))[SHIPPED]
    return { label: reading.mood, score: Math.max(...shares.mood) }
  },
  mask: async ({ text }) => ({ label: mask(text), score: 1 }),
  embed: async ({ text }) => ({ label: '', score: 1, vector: [...(await encoder.vector(text))] }),
}

async function label(task: string, path: string): Promise<void> {
  const labeller = LABELLERS[task]
  if (!labeller) throw new Error(`no such task: ${task}; there are ${Object.keys(LABELLERS).join(', ')}`)
  const rows = []
  for (const row of rowsOf(path)) rows.push({ ...row, said: await labeller(row) })
  const judged = rows.flatMap(({ label: expected, said }): Judged[] =>
    expected === undefined ? [] : [{ expected, said: said.label, score: said.score }],
  )
  if (judged.length > 0 && task !== 'embed')
    console.log(`${judged.length} labelled rows: ${(accuracy(judged) * 100).toFixed(1)} % right, macro-F1 ${macroF1(judged).toFixed(3)}`)
  if (values.out) writeFileSync(values.out, rows.map(({ text, said }) => `${JSON.stringify({ text, ...said })}\n`).join(''))
  else if (judged.length === 0) for (const { text, said } of rows) console.log(`${said.vector ?? said.label}\t${text}`)
}

let weighed: Promise<Weighed[]> | null = null
const talks = (): Promise<Weighed[]> => {
  weighed ??= weighTalks({ baseline, encoder, edge: shippedTalkReader() })
  return weighed
}

/** What was measured; what was wrong is printed where it is asked for. */
function withFaults(measured: Measured & { faults: string[] }): Measured {
  if (values.verbose) console.log(measured.faults.join('\n'))
  return measured
}

const TASKS: Record<string, () => Promise<Measured>> = {
  intent: () => measureIntent(baseline, encoder),
  mood: () => measureMood(baseline, encoder),
  mask: async () => {
    const measured = measureMask()
    if (values.verbose) console.log(['missed:', ...measured.missed, 'wrong:', ...measured.wrong].join('\n'))
    return measured
  },
  embed: () => measureEmbed(encoder),
  dialogue: async () => withFaults(measureDialogue(baseline)),
  triage: async () => withFaults(measureTriage(await talks())),
  ticket: async () => withFaults(measureTickets(await talks())),
  faq: () => measureFaq(encoder, baseline),
  gaps: async () => measureGaps(),
  speed: async () => measureSpeed(baseline, encoder, await timesInChromium(longTexts())),
}

/** Fails, with the reason told, where something else than what ships was the best. */
function hold({ title, scores = {} }: Measured): void {
  const shipped = scores[SHIPPED]
  const best = Math.max(...Object.values(scores))
  if (shipped === undefined || shipped >= best) return
  console.error(`${title}: what ships reaches ${shipped.toFixed(3)}, but another ${best.toFixed(3)}`)
  process.exitCode = 1
}

if (values.fit) {
  if (!values.file) throw new Error('--fit needs --file with rows to measure on')
  console.log(print(await fitted(encoder, rowsOf(values.fit), rowsOf(values.file))))
} else if (values.kb) {
  if (!values.file) throw new Error('--kb needs --file with questions')
  const { measured, told } = await measureAny(encoder, baseline, values.kb, values.file)
  console.log(print(measured))
  if (values.out) writeFileSync(values.out, told.map((each) => `${JSON.stringify(each)}\n`).join(''))
} else if (values.file && values.task === 'embed' && pairsOf(values.file).length > 0) {
  console.log(print(await measurePairs(encoder, pairsOf(values.file))))
} else if (values.file) await label(values.task ?? 'intent', values.file)
else if (values.task) {
  const task = TASKS[values.task]
  if (!task) throw new Error(`no such task: ${values.task}; there are ${Object.keys(TASKS).join(', ')}`)
  const measured = await task()
  console.log(print(measured))
  hold(measured)
} else {
  const { speed, ...others } = TASKS
  const measured = [...(await Promise.all(Object.values(others).map((task) => task()))), measureSize()]
  const report = `# What ships, measured\n\nWritten by \`npm run eval\`; what ships is \`${SHIPPED}\`.\n\n${measured.map(print).join('\n')}`
  writeFileSync(join(import.meta.dirname, 'REPORT.md'), report)
  console.log(report)
  for (const each of measured) hold(each)
  if (speed) console.log(print(await speed()))
}
await encoder.dispose()
