import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { turns, utterances } from '../../models/data.ts'
import { accuracy } from '../../models/eval/measures.ts'
import { Baseline, readBaseline, writeBaseline } from '../../models/runtime/baseline.ts'
import { featuresOf } from '../../models/runtime/features.ts'
import { fitLinear } from '../../models/runtime/fit.ts'
import { LinearClassifier } from '../../models/runtime/linear.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { INTENTS, OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'

const bytes = new Uint8Array(readFileSync('models/runtime/weights/baseline.bin'))
const baseline = new Baseline(readBaseline(bytes))

describe('[U3] what is written to learn from', () => {
  it('[U3] has at least 100 Chinese and 30 English utterances an intent, and 1,500 out of scope', () => {
    const rows = utterances()
    for (const { id } of INTENTS) {
      expect(rows.filter(({ intent, language }) => intent === id && language === 'zh').length, id).toBeGreaterThanOrEqual(100)
      expect(rows.filter(({ intent, language }) => intent === id && language === 'en').length, id).toBeGreaterThanOrEqual(30)
    }
    expect(rows.filter(({ intent }) => intent === OUT_OF_SCOPE).length).toBeGreaterThanOrEqual(1500)
  })

  it('[U3] has at least 3,000 turns with a mood, most of them neutral', () => {
    const rows = turns()
    expect(rows.length).toBeGreaterThanOrEqual(3000)
    expect(rows.filter(({ mood }) => mood === 'neutral').length * 2).toBeGreaterThan(rows.length)
    for (const { mood, anger } of rows) expect(mood === 'negative' || anger === 0).toBe(true)
  })

  it('[U3] keeps every family of phrasing in one split, and each intent in all of them', () => {
    const splits = new Map<string, Set<string>>()
    for (const { family, split, language } of utterances()) {
      const name = `${language} ${family}`
      splits.set(name, (splits.get(name) ?? new Set()).add(split))
    }
    expect([...splits.values()].filter(({ size }) => size !== 1)).toEqual([])
    for (const { id } of INTENTS)
      expect(new Set(utterances().flatMap(({ intent, split }) => (intent === id ? [split] : [])))).toEqual(
        new Set(['train', 'validation', 'test']),
      )
  })
})

describe('[U4] the baseline', () => {
  it('[U4] is of the vocabulary, and no more than 400 KB gzip', () => {
    expect(readBaseline(bytes).intent.labels).toEqual([...INTENTS.map(({ id }) => id), OUT_OF_SCOPE])
    expect(gzipSync(bytes).length).toBeLessThanOrEqual(400_000)
  })

  it('[U4] reads what the founders asked for', () => {
    const intent = (text: string) => baseline.read(text).intent
    expect(['查物流', '我的货到哪了', '退差价', '我要退货', '转人工', '账单查询', '优惠券怎么用'].map(intent)).toEqual([
      'track-shipment',
      'track-shipment',
      'price-protection',
      'return-goods',
      'request-person',
      'bill-enquiry',
      'coupon-use',
    ])
  })

  it('[U4] finds a service question neutral, and a complaint not', () => {
    expect(['退款什么时候到账', '手机丢了怎么挂失'].map((text) => baseline.read(text).mood)).toEqual(['neutral', 'neutral'])
    const angry = baseline.read('你们怎么回事，都等了三天了还不处理，太差劲了！')
    expect([angry.mood, angry.anger > 0]).toEqual(['negative', true])
  })

  it('[U4] names no intent where nothing is known, nor breaks on anything', () => {
    for (const text of ['', ' ', '👍', 'qxzv', '\u0000', '啊'.repeat(50_000)])
      expect(baseline.read(text).candidates.length).toBeGreaterThan(0)
    expect(baseline.read('qxzv wvxq').intent).toBe(OUT_OF_SCOPE)
  })

  it('[U4] is the same after being written and read', () => {
    expect(writeBaseline(readBaseline(bytes))).toEqual(bytes)
    expect(() => readBaseline(bytes.slice(0, 1000))).toThrow(RangeError)
    expect(() => readBaseline(new TextEncoder().encode('\u0005hello'))).toThrow(RangeError)
  })
})

describe('[U5] learning', () => {
  const rows = utterances().filter(
    ({ intent, language }) => language === 'zh' && ['card-loss', 'top-up', 'roaming', 'invoice'].includes(intent),
  )
  const examples = (split: string) =>
    rows.filter((row) => row.split === split).map(({ text, intent }) => ({ features: featuresOf(text), label: intent }))
  const labels = ['card-loss', 'top-up', 'roaming', 'invoice']

  it('[U5] a desk can teach intents of its own in moments, and they generalise', () => {
    const classifier = new LinearClassifier(fitLinear(examples('train'), labels, { random: seededRandom(1) }))
    const judged = examples('test').map(({ features, label }) => {
      const shares = classifier.probabilities(features)
      const best = shares.indexOf(Math.max(...shares))
      return { expected: label, said: labels[best] ?? '', score: shares[best] ?? 0 }
    })
    expect(accuracy(judged)).toBeGreaterThan(0.85)
  })

  it('[U5] the same seed gives the same model, also where features are left out by chance', () => {
    for (const drop of [0, 0.5]) {
      const train = () => fitLinear(examples('train'), labels, { random: seededRandom(5), epochs: 2, drop })
      expect(train()).toEqual(train())
    }
  })

  it('[U5] what was learned without a share of the features each time rests on more of them, and reads as rightly', () => {
    const learned = (drop: number) => {
      const model = fitLinear(examples('train'), labels, { random: seededRandom(1), sparse: 1, epochs: 16, drop })
      const classifier = new LinearClassifier(model)
      const right = examples('test').filter(({ features, label }) => {
        const shares = classifier.probabilities(features)
        return labels[shares.indexOf(Math.max(...shares))] === label
      })
      return { entries: model.entries.weights.length, right: right.length / examples('test').length }
    }
    const [plain, thinned] = [learned(0), learned(0.6)]
    expect(thinned.entries).toBeGreaterThan(plain.entries)
    expect(thinned.right).toBeGreaterThan(0.85)
  })
})
