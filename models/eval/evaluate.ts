/**
 * Measures what ships, through the code that ships: `npm run eval` writes models/eval/REPORT.md.
 * `-- --task intent|mood|mask` measures one thing; with `--file X.jsonl [--out Y.jsonl]` it scores rows that have a
 * `label` and labels those that have none (`text`, optional `before`). `-- --fit TRAIN.jsonl --file TEST.jsonl` fits the
 * baseline anew on any labelled rows (`text`, `label`) and measures it on others; the label `oos` means out of scope.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mask } from '../../shared/language/mask.ts'
import type { Baseline } from '../runtime/baseline.ts'
import { fitted } from './fitted.ts'
import { accuracy, type Judged, macroF1 } from './measures.ts'
import { type Measured, measureIntent, measureMask, measureMood, measureSpeed, shipped } from './tasks.ts'

const { values } = parseArgs({
  options: {
    task: { type: 'string' },
    file: { type: 'string' },
    out: { type: 'string' },
    fit: { type: 'string' },
    /** Prints what was missed and what was wrongly found. */
    verbose: { type: 'boolean', default: false },
  },
})

interface Row {
  text: string
  label?: string
  before?: string
}

/** Rows of a file of JSON lines. Throws with the line's number where one is none. */
function rowsOf(path: string): Row[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return []
      const row = JSON.parse(line) as { text?: unknown; label?: unknown; intent?: unknown; before?: unknown }
      const label = row.label ?? row.intent
      if (typeof row.text !== 'string') throw new Error(`${path}:${index + 1}: no text`)
      return [
        {
          text: row.text,
          ...(typeof label === 'string' ? { label } : {}),
          ...(typeof row.before === 'string' ? { before: row.before } : {}),
        },
      ]
    })
}

const LABELLERS: Record<string, (model: Baseline, row: Row) => { label: string; score: number }> = {
  intent: (model, { text }) => {
    const { intent, score } = model.read(text)
    return { label: intent, score }
  },
  mood: (model, { text, before }) => ({ label: model.read(text, before).mood, score: 1 }),
  mask: (_, { text }) => ({ label: mask(text), score: 1 }),
}

function label(task: string, path: string): void {
  const labeller = LABELLERS[task]
  if (!labeller) throw new Error(`no such task: ${task}; there are ${Object.keys(LABELLERS).join(', ')}`)
  const model = shipped()
  const rows = rowsOf(path).map((row) => ({ ...row, said: labeller(model, row) }))
  const judged = rows.flatMap(({ label: expected, said }): Judged[] =>
    expected === undefined ? [] : [{ expected, said: said.label, score: said.score }],
  )
  if (judged.length > 0)
    console.log(`${judged.length} labelled rows: ${(accuracy(judged) * 100).toFixed(1)} % right, macro-F1 ${macroF1(judged).toFixed(3)}`)
  if (values.out) writeFileSync(values.out, rows.map(({ text, said }) => `${JSON.stringify({ text, ...said })}\n`).join(''))
  else if (judged.length === 0) for (const { text, said } of rows) console.log(`${said.label}\t${text}`)
}

const TASKS: Record<string, () => Measured> = {
  intent: () => measureIntent(shipped()),
  mood: () => measureMood(shipped()),
  mask: () => {
    const measured = measureMask()
    if (values.verbose) console.log(['missed:', ...measured.missed, 'wrong:', ...measured.wrong].join('\n'))
    return measured
  },
}

const print = ({ title, lines }: Measured): string => `## ${title}\n\n${lines.join('\n')}\n`

if (values.fit) {
  if (!values.file) throw new Error('--fit needs --file with rows to measure on')
  console.log(print(fitted(rowsOf(values.fit), rowsOf(values.file))))
} else if (values.file) label(values.task ?? 'intent', values.file)
else if (values.task) {
  const task = TASKS[values.task]
  if (!task) throw new Error(`no such task: ${values.task}; there are ${Object.keys(TASKS).join(', ')}`)
  console.log(print(task()))
} else {
  const measured = Object.values(TASKS).map((task) => task())
  const report = `# What ships, measured\n\nWritten by \`npm run eval\`.\n\n${measured.map(print).join('\n')}`
  writeFileSync(join(import.meta.dirname, 'REPORT.md'), report)
  console.log(report)
  console.log(print(measureSpeed(shipped())))
}
