import { OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { utterances } from '../data.ts'
import type { Encoder } from '../runtime/encoder.ts'
import { featuresOf } from '../runtime/features.ts'
import { auroc } from './measures.ts'
import { head, type Measured, percent, row } from './report.ts'

/** How alike two texts are. */
type Likeness<Form> = (one: Form, other: Form) => number

const product: Likeness<Float32Array> = (one, other) => one.reduce((sum, value, index) => sum + value * (other[index] as number), 0)

/** Share of what two texts are known by that they have in common (Dice, 1945). */
const shared: Likeness<ReadonlySet<number>> = (one, other) => {
  let both = 0
  for (const feature of one) if (other.has(feature)) both++
  return (2 * both) / Math.max(1, one.size + other.size)
}

export interface Pair {
  a: string
  b: string
  same: boolean
}

/** Whether pairs that mean the same are told from pairs that do not, by vectors and by shared characters and words. */
export async function measurePairs(encoder: Encoder, pairs: readonly Pair[]): Promise<Measured> {
  const scored: { same: boolean; vectors: number; grams: number }[] = []
  for (const { a, b, same } of pairs) {
    const vectors = product(await encoder.vector(a), await encoder.vector(b))
    scored.push({ same, vectors, grams: shared(new Set(featuresOf(a)), new Set(featuresOf(b))) })
  }
  const area = (of: 'vectors' | 'grams') =>
    auroc(
      scored.filter(({ same }) => same).map((each) => each[of]),
      scored.filter(({ same }) => !same).map((each) => each[of]),
    )
  return {
    title: `${pairs.length} pairs of texts`,
    lines: [`Told apart: AUROC ${area('vectors').toFixed(3)} by vectors, ${area('grams').toFixed(3)} by shared n-grams.`],
  }
}

/** Of all texts, one in so many is looked for and one in so many is there to be found: enough to tell, in seconds. */
const [ASKED, HELD] = [5, 3]

/** Whether the nearest text that was learned from wants the same as one that was not. */
export async function measureEmbed(encoder: Encoder): Promise<Measured> {
  const rows = utterances().filter(({ intent }) => intent !== OUT_OF_SCOPE)
  const pick = (split: string, every: number) => rows.filter((each) => each.split === split).filter((_, index) => index % every === 0)
  const form = async ({ text, intent }: (typeof rows)[number]) => ({
    intent,
    vector: await encoder.vector(text),
    grams: new Set(featuresOf(text)),
  })
  const [held, asked] = [[], []] as [Awaited<ReturnType<typeof form>>[], Awaited<ReturnType<typeof form>>[]]
  for (const each of pick('train', HELD)) held.push(await form(each))
  for (const each of pick('test', ASKED)) asked.push(await form(each))
  const found = (likeness: (one: (typeof held)[number], other: (typeof held)[number]) => number) =>
    asked.filter((one) => {
      const scores = held.map((other) => likeness(one, other))
      return held[scores.indexOf(Math.max(...scores))]?.intent === one.intent
    }).length / asked.length
  return {
    title: 'Vectors: whether the nearest known text wants the same',
    lines: [
      `${asked.length} texts of families that were not learned from, among ${held.length} that were.`,
      '',
      ...head('by', 'the nearest wants the same'),
      row('vectors', percent(found((one, other) => product(one.vector, other.vector)))),
      row('shared n-grams', percent(found((one, other) => shared(one.grams, other.grams)))),
    ],
  }
}
