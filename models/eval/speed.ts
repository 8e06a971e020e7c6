import { readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { utterances } from '../data.ts'
import type { Baseline } from '../runtime/baseline.ts'
import type { Encoder } from '../runtime/encoder.ts'
import { MANIFEST } from '../runtime/manifest.ts'
import { head, type Measured, percentiles, row } from './report.ts'
import { BASELINE } from './shipped.ts'

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`
/** About so many signs make 32 tokens, the marks at both ends among them. */
const LONG = 30
const TIMES = 300

/** Texts of about 32 tokens. */
export function longTexts(): string[] {
  const texts = utterances().filter(({ split, language }) => split === 'test' && language === 'zh')
  const joined = texts.map(({ text }, index) => [
    ...`${text}，${texts[(index + 1) % texts.length]?.text}，${texts[(index + 2) % texts.length]?.text}`,
  ])
  return joined
    .filter((signs) => signs.length >= LONG)
    .map((signs) => signs.slice(0, LONG).join(''))
    .slice(0, TIMES)
}

/** What is fetched. */
export function measureSize(): Measured {
  const network = MANIFEST.files.find(({ path }) => path.endsWith('.onnx'))
  const others = MANIFEST.files.filter((file) => file !== network).reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    title: 'Sizes',
    lines: [
      ...head('', 'bytes', 'gzip'),
      row('baseline', kilobytes(statSync(BASELINE).size), kilobytes(gzipSync(readFileSync(BASELINE)).length)),
      row('encoder: network', kilobytes(network?.bytes ?? 0), ''),
      row('encoder: words and settings', kilobytes(others), ''),
    ],
  }
}

/** Milliseconds a reading of 32 tokens, on this machine: in Node, and where it is given, as Chromium took them. */
export async function measureSpeed(
  baseline: Baseline,
  encoder: Encoder,
  chromium: { times: number[]; longTasks: number } | null,
): Promise<Measured> {
  const timed = async (read: (text: string) => unknown) => {
    const times: number[] = []
    for (const text of longTexts()) {
      const begun = performance.now()
      await read(text)
      times.push(performance.now() - begun)
    }
    return percentiles(times.slice(20))
  }
  return {
    title: 'Time a reading of 32 tokens takes',
    lines: [
      ...head('', ''),
      row('baseline, Node', await timed((text) => baseline.read(text))),
      row('encoder, Node', await timed((text) => encoder.read({ text, before: null }))),
      ...(chromium
        ? [
            row('encoder, Chromium, one WebAssembly thread, there and back', percentiles(chromium.times)),
            row('tasks of the page over 50 ms meanwhile', chromium.longTasks),
          ]
        : []),
    ],
  }
}
