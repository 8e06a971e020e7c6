/**
 * Trains what reads talks at the edge, on all that the baseline learns from and on openings of talks, and writes
 * models/runtime/weights/talk.bin: `npm run train:talk`, some three minutes. Openings that were kept back are measured on.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { seededRandom } from '../../shared/base/random.ts'
import { intentOf } from '../../shared/understanding/labels.ts'
import { lessons, type Opening, openings } from '../data.ts'
import { featuresOf } from '../runtime/features.ts'
import { calibrate, type Example, fitLinear } from '../runtime/fit.ts'
import { type Lesson, learnBaseline } from '../runtime/learn.ts'
import { PRESSES, TalkReader, writeTalkModel } from '../runtime/talk-reader.ts'

const OUTPUT = join(import.meta.dirname, '../runtime/weights/talk.bin')
const SEED = 20_261_122
/** Nothing of it travels to a phone: what a small model leaves out is kept, as far as the script stays within what a free plan takes. */
const LARGE = { rate: 2, sparse: 0.5, drop: 0.6, epochs: 16 }
/** A talk teaches more of talks than a sentence by itself. */
const WEIGHT = 3
/** So many of its last messages tell in which mood somebody is. */
const LATELY = 3

const latest = ({ says }: Opening) => says.slice(-LATELY).join('\n')

/** The matter, told by the whole of it; and the mood, which is not told of those who praise. */
function lessonsOf(opening: Opening): Lesson[] {
  const { intent, anger, split, says } = opening
  const lesson = { before: null, split, weight: WEIGHT }
  const matter: Lesson = { ...lesson, text: says.join('\n'), intent, mood: null, anger: null }
  if (anger === 0 && intent === 'praise') return [matter]
  const mood = anger === 0 ? { mood: 'neutral', anger: null } : { mood: 'negative', anger }
  return [matter, { ...lesson, text: latest(opening), intent: null, ...mood }]
}

const begun = performance.now()
const talks = openings()
const { intent, mood, anger, id, least } = learnBaseline([...lessons(), ...talks.flatMap(lessonsOf)], {
  id: 'evenkeel-talk',
  random: () => seededRandom(SEED),
  fit: LARGE,
  onProgress: (share) => process.stdout.write(`\r${(share * 100).toFixed(0)} % `),
})
const pressing = (split: Opening['split']): Example[] =>
  talks.filter((talk) => talk.split === split).map((talk) => ({ features: featuresOf(latest(talk)), label: PRESSES[talk.presses ? 1 : 0] }))
const presses = calibrate(fitLinear(pressing('train'), PRESSES, { random: seededRandom(SEED), ...LARGE }), pressing('validation'))

const model = { id, least, intent, mood, anger, presses }
const bytes = writeTalkModel(model)
writeFileSync(OUTPUT, bytes)

const reader = new TalkReader(model)
const kept = talks.filter(({ split }) => split === 'validation')
const read = kept.map((talk) => ({ talk, told: reader.talk(talk.says, talk.industry) }))
const share = (isRight: (one: (typeof read)[number]) => boolean) => `${((read.filter(isRight).length / read.length) * 100).toFixed(1)} %`
const typeOf = (name: string | null | undefined) => (name ? intentOf(name)?.ticket : null) ?? 'enquiry'
console.log(
  `\n${talks.length} openings of talks; ${(bytes.length / 1000).toFixed(0)} kB, ${(gzipSync(bytes).length / 1000).toFixed(0)} kB gzip; ` +
    `of ${kept.length} that were kept back, intent ${share(({ talk, told }) => told?.intent === talk.intent)}, ` +
    `type ${share(({ talk, told }) => typeOf(told?.intent) === typeOf(talk.intent))}, ` +
    `open anger ${share(({ talk, told }) => (told?.anger ?? 0) >= 2 === talk.anger >= 2)} right; ` +
    `${((performance.now() - begun) / 1000).toFixed(1)} s`,
)
