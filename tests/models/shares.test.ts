import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BASELINE, ENCODER, shippedBaseline, shippedEncoder } from '../../models/eval/shipped.ts'
import { Baseline } from '../../models/runtime/baseline.ts'
import { Classifier } from '../../models/runtime/encoder.ts'
import { type Lesson, learnBaseline, rightShare } from '../../models/runtime/learn.ts'
import { MANIFEST } from '../../models/runtime/manifest.ts'
import { fused, LABELS, pooled, readingOf, type Said, type Shares, type Tuning } from '../../models/runtime/shares.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { intentOf, OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { overall } from '../../shared/understanding/overall.ts'

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const sum = (shares: Float32Array) => shares.reduce((total, share) => total + share, 0)
const only = (intent: string, share = 0.9): Float32Array =>
  Float32Array.from(LABELS, (label) => (label === intent ? share : (1 - share) / (LABELS.length - 1)))
const even: Tuning = {
  intent: { baseline: 0.5, encoder: 0.5 },
  mood: { baseline: 0.5, encoder: 0.5 },
  anger: { baseline: 0.5, encoder: 0.5 },
  least: 0.3,
}
const plain: Pick<Shares, 'mood' | 'anger'> = { mood: Float32Array.of(0.1, 0.8, 0.1), anger: Float32Array.of(0.7, 0.1, 0.1, 0.1) }

describe('[U12] both models as one', () => {
  it('[U12] agree where both agree, and whoever is surer leads where they do not', () => {
    const both = pooled(Float32Array.of(0.7, 0.2, 0.1), Float32Array.of(0.6, 0.3, 0.1), even.intent)
    expect(both.indexOf(Math.max(...both))).toBe(0)
    expect(sum(both)).toBeCloseTo(1)
    const torn = pooled(Float32Array.of(0.5, 0.4, 0.1), Float32Array.of(0.01, 0.98, 0.01), even.intent)
    expect(torn.indexOf(Math.max(...torn))).toBe(1)
    const deaf = pooled(Float32Array.of(0.7, 0.3), Float32Array.of(0, 1), { baseline: 1, encoder: 0 })
    expect(deaf[0]).toBeCloseTo(0.7)
  })

  it('[U12] an intent that a desk added is told by the baseline, where the encoder finds none of ours', () => {
    const own = (share: number): Shares => ({
      intents: [...LABELS, 'own-testdrive'],
      intent: Float32Array.from([...only('invoice', 0.2).map((each) => each * (1 - share)), share]),
      ...plain,
    })
    const read = (share: number, said: Float32Array) => {
      const shares = fused(own(share), { intent: said, mood: null, anger: null }, even)
      expect(sum(shares.intent)).toBeCloseTo(1)
      return readingOf('想试驾', shares, { least: 0.3, model: 'test' })
    }
    const reading = read(0.45, only(OUT_OF_SCOPE))
    expect(reading).toMatchObject({ intent: 'own-testdrive', mood: 'neutral', urgency: 'normal' })
    expect(overall([reading])).toMatchObject({ intent: 'own-testdrive', at: 0 })
    expect(read(0.1, only('roaming', 0.99)).intent).toBe('roaming')
  })

  it('[U12] names no intent below the threshold, nor one that is likelier none of ours', () => {
    const shares = (intent: Float32Array): Shares => ({ intents: LABELS, intent, ...plain })
    const read = (intent: Float32Array) => readingOf('x', shares(intent), { least: 0.5, model: 'test' }).intent
    expect([read(only('invoice', 0.6)), read(only('invoice', 0.4)), read(only(OUT_OF_SCOPE, 0.6))]).toEqual([
      'invoice',
      OUT_OF_SCOPE,
      OUT_OF_SCOPE,
    ])
  })
})

describe('[U12] the encoder that ships', () => {
  it('[U12] is what the manifest says, to the byte, with the baseline that it was tuned with, and at most 8 MB', () => {
    const files = readdirSync(ENCODER, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(json|onnx)$/.test(path))
    expect(MANIFEST.files.map(({ path }) => path).toSorted()).toEqual(files.toSorted())
    for (const { path, sha256: hash } of MANIFEST.files) expect(sha256(join(ENCODER, path)), path).toBe(hash)
    expect(sha256(BASELINE)).toBe(MANIFEST.baseline)
    expect(MANIFEST.files.reduce((total, { bytes }) => total + bytes, 0)).toBeLessThanOrEqual(8_000_000)
  })

  it('[U1 U12] tells the intents of the vocabulary, in its order', () => {
    const { id2label } = JSON.parse(readFileSync(join(ENCODER, 'config.json'), 'utf8')) as { id2label: Record<string, string> }
    expect(Object.values(id2label)).toEqual(LABELS)
  })

  it('[U12] reads anything, the beginning of what is long, and context tells', async () => {
    const encoder = await shippedEncoder()
    const read = (text: string, before: string | null = null): Promise<Said> => encoder.read({ text, before })
    for (const text of ['', ' ', '👍', '啊'.repeat(50_000), 'a'.repeat(5000)]) {
      const { intent, mood } = await read(text, text)
      expect(sum(intent)).toBeCloseTo(1)
      expect(sum(mood ?? new Float32Array())).toBeCloseTo(1)
    }
    const founders = {
      查物流: 'track-shipment',
      退差价: 'price-protection',
      我要退货: 'return-goods',
      转人工: 'request-person',
      账单查询: 'bill-enquiry',
    }
    const baseline = shippedBaseline()
    for (const [text, intent] of Object.entries(founders)) {
      const shares = fused(baseline.shares(text), await read(text), MANIFEST.tuning)
      expect(readingOf(text, shares, { least: MANIFEST.tuning.least, model: MANIFEST.id }).intent, text).toBe(intent)
    }
    expect((await read('好的', '我要投诉你们')).mood).not.toEqual((await read('好的', '太感谢了')).mood)
    const [one, other, far] = [
      await encoder.vector('我的包裹到哪了'),
      await encoder.vector('快递走到哪里了'),
      await encoder.vector('养老保险怎么交'),
    ]
    const alike = (a: Float32Array, b: Float32Array) => a.reduce((total, value, at) => total + value * (b[at] as number), 0)
    expect(alike(one, one)).toBeCloseTo(1)
    expect(alike(one, other)).toBeGreaterThan(alike(one, far))
    await encoder.dispose()
  })

  it('[U14] is a text-classification model like any other, and a label that stands for nothing is out of scope', async () => {
    const encoder = await shippedEncoder()
    await encoder.dispose()
    const labels = { 'track-shipment': 'invoice', 'urge-shipment': 'invoice' }
    const model = await Classifier.load('encoder', labels, 'cpu')
    const { intent, mood } = await model.read({ text: '查物流', before: null })
    expect(mood).toBeNull()
    expect(sum(intent)).toBeCloseTo(1)
    expect((intent[LABELS.indexOf('invoice')] ?? 0) + (intent[LABELS.indexOf(OUT_OF_SCOPE)] ?? 0)).toBeCloseTo(1)
    expect(intent[LABELS.indexOf('invoice')]).toBeGreaterThan(0.3)
    await model.dispose()
  })
})

describe('[U5] what a desk teaches', () => {
  const lesson = (text: string, intent: string, split: Lesson['split'] = 'train'): Lesson => ({
    text,
    before: null,
    intent,
    mood: null,
    anger: null,
    split,
  })
  const known = ['查物流', '我的快递到哪了', '物流信息', '包裹走到哪了'].map((text) => lesson(text, 'track-shipment'))
  const others = ['怎么开发票', '发票抬头写错了', '电子发票在哪', '补开一张发票'].map((text) => lesson(text, 'invoice'))
  const felt: Lesson[] = (['negative', 'neutral', 'positive'] as const).flatMap((mood) =>
    ['一', '二', '三'].map((text) => ({ ...lesson(`${mood}${text}`, ''), intent: null, mood, anger: mood === 'negative' ? 1 : 0 })),
  )
  const validation = [lesson('快递物流到哪', 'track-shipment', 'validation'), lesson('要发票', 'invoice', 'validation')]
  const learn = (more: Lesson[]) =>
    learnBaseline([...known, ...others, ...felt, ...validation, ...more], { id: 'test', random: () => seededRandom(3) })

  it('[U5] is learned beside what is known, intents of its own too', () => {
    const taught = ['想试驾', '约个试驾', '试驾怎么约', '能试驾吗'].map((text) => lesson(text, 'own-testdrive'))
    const model = learn(taught)
    expect(model.intent.labels.at(-1)).toBe('own-testdrive')
    const reading = new Baseline(model).read('预约试驾')
    expect(reading.candidates[0]?.intent).toBe('own-testdrive')
    expect(intentOf('own-testdrive')).toBeUndefined()
    expect(rightShare(model, [...taught, ...validation])).toBe(1)
    expect(rightShare(learn([]), taught)).toBe(0)
  })
})
