/**
 * Draws what more writing brings: `npm run eval:curve` learns the baseline from an eighth, a quarter, a half and all of
 * the families of phrasing, measures each on the same families that none learned from, and writes CURVE.md. A few minutes.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../../shared/base/random.ts'
import { OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { fraction, type Turn, turns, type Utterance, utterances } from '../data.ts'
import { Baseline } from '../runtime/baseline.ts'
import { type Lesson, learnBaseline } from '../runtime/learn.ts'
import { percent } from './report.ts'

const SHARES = [1 / 8, 1 / 4, 1 / 2, 1]
const SEED = 20_261_121

const said = utterances()
const felt = turns()

/** A family is in when its name falls below the share: the families of a share are among those of every greater one. */
const within = <Row extends Utterance | Turn>(rows: readonly Row[], share: number): Row[] =>
  rows.filter((row) => row.split !== 'test' && (row.split === 'validation' || fraction(`curve/${row.family}`) < share))

function learn(share: number) {
  const lessons = [
    ...within(said, share).map((row) => ({ ...row, before: null, mood: null, anger: null })),
    ...within(felt, share).map((row) => ({ ...row, intent: null })),
  ] as Lesson[]
  const learned = lessons.filter(({ split }) => split === 'train')
  const families = new Set(within(said, share).flatMap(({ family, split }) => (split === 'train' ? [family] : []))).size
  return {
    families,
    lessons: learned.length,
    model: new Baseline(learnBaseline(lessons, { id: 'curve', random: () => seededRandom(SEED) })),
  }
}

const share = (right: number, of: number): string => (of === 0 ? '–' : percent(right / of))

const lines = SHARES.map((part) => {
  const { families, lessons, model } = learn(part)
  const right = (language: string) => {
    const rows = said.filter((row) => row.split === 'test' && row.language === language && row.intent !== OUT_OF_SCOPE)
    return share(rows.filter((row) => model.read(row.text, null).candidates[0]?.intent === row.intent).length, rows.length)
  }
  const moods = felt.filter((row) => row.split === 'test')
  const mood = share(moods.filter((row) => model.read(row.text, row.before).mood === row.mood).length, moods.length)
  const line = `| ${percent(part)} | ${families} | ${lessons} | ${right('zh')} | ${right('en')} | ${mood} |`
  console.log(line)
  return line
})

writeFileSync(
  join(import.meta.dirname, 'CURVE.md'),
  `# What more writing brings

Written by \`npm run eval:curve\`: the baseline, learned from a part of the families and measured on all families that nobody learned from.

| part | families of intents | lessons | intent, Chinese | intent, English | mood |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`,
)
