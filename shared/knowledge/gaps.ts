import { digest } from '../base/digest.ts'
import { normalise } from '../language/normalise.ts'
import type { Article } from './article.ts'
import type { Gap, GapReason } from './gap.ts'
import { buildIndex, type Index } from './index.ts'
import { centralityOf, familiesOf, pairsIn } from './kinship.ts'
import { match } from './match.ts'
import { type Retrieval, surenessOf } from './retrieve.ts'

/** What is looked at of a gap to group it with others. */
export interface Asked {
  text: string
  why: GapReason
  /** ISO 8601. */
  day: string
}

/** What is probably asked for, with how probable that is, from 0 to 1. */
export interface Nearest {
  article: Article
  sure: number
}

/** Gaps that ask the same. */
export interface Cluster<Each extends Asked> {
  /** The question that is likest to all the others. */
  question: string
  /** The ways in which it was asked, each once, the most central first. */
  wordings: string[]
  gaps: Each[]
  /** The first and the last day on which it was asked. */
  first: string
  last: string
  counts: Record<GapReason, number>
  /** The article that the central question is nearest to. */
  nearest: Nearest | null
}

/** From here on two questions for the same article ask the same, however they are put. */
const SAME_FROM = 0.7

/** The article that a question is nearest to; null where none shares a word with it. */
export function nearestTo(index: Index, text: string): Nearest | null {
  const matches = match(index, text, {}, 2)
  const article = index.articles[matches.found[0]?.at ?? -1]
  return article ? { article, sure: surenessOf(matches).first } : null
}

/**
 * [K26] Whether a gap is closed: who asks it now gets an answer, and not the one that did not help. `wordsOf` gives the
 * answer of an article as customers read it; null where they do not get it.
 */
export function isAnswered(gap: Pick<Gap, 'article' | 'said'>, found: Retrieval, wordsOf: (article: Article) => string | null): boolean {
  const words = found.kind === 'answer' ? wordsOf(found.article) : null
  if (found.kind !== 'answer' || words === null) return false
  return found.article.id !== gap.article || digest(words) !== gap.said
}

/**
 * [K25] Groups gaps that ask the same, the biggest group first: texts that the index surely takes for the same article, and
 * texts that share the words which say most. The same gaps give the same groups in whatever order they come. `nearest`
 * tells what a text is nearest to, so that whoever has looked already need not look again.
 */
export function clusterGaps<Each extends Asked>(
  gaps: readonly Each[],
  { articles }: Index,
  nearest: (text: string) => Nearest | null,
): Cluster<Each>[] {
  const byForm = by(gaps, ({ text }) => formOf(text))
  // In an order of their own, so that nothing depends on when they came.
  const forms = [...byForm.keys()].toSorted()
  const askings = forms.map((form) => byForm.get(form) ?? [])
  const texts = askings.map((same) => same.map(({ text }) => text).toSorted()[0] ?? '')
  const near = texts.map(nearest)
  const groups = near.map((each) => (each && each.sure >= SAME_FROM ? each.article.id : null))
  const pairs = pairsIn(buildIndex([...articles, ...texts.map(asArticle)]), texts.length)
  const families = familiesOf(pairs, groups)
  const centrality = centralityOf(
    pairs,
    families,
    askings.map(({ length }) => length),
  )
  return [...by(texts.keys(), (at) => families[at]).values()]
    .map((family) => {
      const central = family.toSorted((one, other) => (centrality[other] as number) - (centrality[one] as number) || one - other)
      const members = new Set(family.flatMap((at) => askings[at] ?? []))
      const wordings = central.map((at) => texts[at] ?? '')
      return clusterOf(wordings, [...members], near[central[0] ?? 0] ?? null)
    })
    .toSorted((one, other) => other.gaps.length - one.gaps.length || compare(other.last, one.last) || compare(one.question, other.question))
}

function clusterOf<Each extends Asked>(wordings: string[], gaps: Each[], nearest: Nearest | null): Cluster<Each> {
  const days = gaps.map(({ day }) => day).toSorted()
  const count = (why: GapReason) => gaps.filter((gap) => gap.why === why).length
  const counts = { unknown: count('unknown'), unhelpful: count('unhelpful') }
  return { question: wordings[0] ?? '', wordings, gaps, first: days[0] ?? '', last: days.at(-1) ?? '', counts, nearest }
}

/** What differs in its stops and marks alone is the same text. */
const formOf = (text: string): string => {
  const form = normalise(text)
  return form.replace(/[^\p{L}\p{N}]+/gu, ' ').trim() || form
}

function by<Value, Key>(values: Iterable<Value>, keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const lists = new Map<Key, Value[]>()
  for (const value of values) {
    const list = lists.get(keyOf(value))
    if (list) list.push(value)
    else lists.set(keyOf(value), [value])
  }
  return lists
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** A text as an article of nothing but one way to ask. */
const asArticle = (text: string, at: number): Article => ({
  id: `gap-${at}`,
  category: '',
  question: text,
  phrasings: [],
  answer: '',
  source: { title: '', section: '' },
  updated: '',
  related: [],
})
