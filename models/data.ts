import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Industry } from '../shared/understanding/label.ts'
import { ANGER, INTENTS, intentOf, type Mood, OUT_OF_SCOPE } from '../shared/understanding/labels.ts'
import type { Lesson } from './runtime/learn.ts'

/** What is written for this product: utterances by intent, and service turns by mood. */
const FOLDER = join(import.meta.dirname, 'data')

export type Split = 'train' | 'validation' | 'test'
export type Language = 'zh' | 'en'

interface Row {
  text: string
  split: Split
  language: Language
  family: string
}
export interface Utterance extends Row {
  intent: string
}
export interface Turn extends Row {
  mood: Mood
  anger: number
  /** The turn before it, where it leans on one. */
  before: string | null
}

interface Family {
  name: string
  lines: string[]
}

/** Of the families of a file, about these parts are for measuring and for calibrating. */
const TEST = 1 / 6
const VALIDATION = 1 / 8

/**
 * Families of phrasing of a file, each wholly in one split: a model that is measured on a family has seen none of its
 * sentences. Which one is where is told by a hash of its name alone, so that a family stays where it is when others are
 * written beside it.
 */
function familiesOf(path: string): (Family & { split: Split })[] {
  const families: Family[] = []
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.startsWith('# ')) families.push({ name: line.slice(2).trim(), lines: [] })
    else if (line.trim() !== '') families.at(-1)?.lines.push(line.trim())
  }
  const file = path.slice(path.lastIndexOf('/') + 1)
  return families.map((family) => ({ ...family, split: splitOf(`${file}/${family.name}`) }))
}

function splitOf(name: string): Split {
  const place = fraction(name)
  if (place < TEST) return 'test'
  return place < TEST + VALIDATION ? 'validation' : 'train'
}

/** Where a name falls from 0 to 1, always the same: FNV-1a over UTF-8, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function fraction(name: string): number {
  let value = 0x811c9dc5
  for (const byte of new TextEncoder().encode(name)) value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value / 2 ** 32
}

const languageOf = (file: string): Language => (file.endsWith('.en.txt') ? 'en' : 'zh')

/** Every utterance of every intent, and what is out of scope. Throws where a file is missing. */
export function utterances(): Utterance[] {
  return [...INTENTS.map(({ id }) => id), OUT_OF_SCOPE].flatMap((intent) =>
    (['zh', 'en'] as const).flatMap((language) =>
      familiesOf(join(FOLDER, 'intents', `${intent}.${language}.txt`)).flatMap(({ name, lines, split }) =>
        lines.map((text) => ({ text, intent, split, language, family: `${intent}/${name}` })),
      ),
    ),
  )
}

/** A line of a mood file: `negative 2<TAB>text`, with `before ||| ` in front of a text that leans on the turn before it. */
const TURN = /^(negative|neutral|positive) ([0-3])\t(?:(.+?) \|\|\| )?(.+)$/

/** Every service turn with its mood. Throws on a line that is none. */
export function turns(): Turn[] {
  const folder = join(FOLDER, 'mood')
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.txt')) : []
  return files.toSorted().flatMap((file) =>
    familiesOf(join(folder, file)).flatMap(({ name, lines, split }) =>
      lines.map((line) => {
        const [, mood, anger, before, text] = TURN.exec(line) ?? []
        if (!mood || !text) throw new Error(`${file}: not a turn: ${line}`)
        return {
          text,
          mood: mood as Mood,
          anger: Number(anger),
          before: before ?? null,
          split,
          language: languageOf(file),
          family: `${file}/${name}`,
        }
      }),
    ),
  )
}

const Opening = v.strictObject({
  intent: v.pipe(
    v.string(),
    v.check((id) => intentOf(id) !== undefined),
  ),
  anger: v.picklist(ANGER),
  presses: v.boolean(),
  says: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1), v.maxLength(6)),
})

/** What a customer of an industry said first, message by message, with what they wanted, how angry they were and whether it pressed. */
export interface Opening extends v.InferOutput<typeof Opening> {
  industry: Industry
  language: Language
  split: 'train' | 'validation'
}

/** Every opening of a talk. Throws on a line that is none. What the edge reads with is measured on other talks, `triage/`. */
export function openings(): Opening[] {
  return readdirSync(join(FOLDER, 'openings'))
    .toSorted()
    .flatMap((file) => {
      const [, industry, language] = /^([a-z-]+)\.(zh|en)\.jsonl$/.exec(file) ?? []
      if (!industry) return []
      const lines = readFileSync(join(FOLDER, 'openings', file), 'utf8')
        .trimEnd()
        .split('\n')
      return lines.map((line): Opening => {
        const opening = v.parse(Opening, JSON.parse(line))
        const split = fraction(opening.says.join('\n')) < VALIDATION ? 'validation' : 'train'
        return { ...opening, industry: industry as Industry, language: language as Language, split }
      })
    })
}

/** All that is learned from and calibrated with; what is for measuring alone is not among it. */
export function lessons(): Lesson[] {
  const said = utterances().map(({ text, intent, split }) => ({ text, before: null, intent, mood: null, anger: null, split }))
  const felt = turns().map(({ text, before, mood, anger, split }) => ({ text, before, intent: null, mood, anger, split }))
  return [...said, ...felt].flatMap(({ split, ...lesson }): Lesson[] => (split === 'test' ? [] : [{ ...lesson, split }]))
}
