import type { Article } from '../../shared/knowledge/article.ts'
import { buildIndex, type Index, search } from '../../shared/knowledge/index.ts'
import type { Aids } from '../../shared/knowledge/lift.ts'
import { retrieve } from '../../shared/knowledge/retrieve.ts'
import { readSounds } from '../../shared/language/sounds.ts'
import type { Baseline } from '../runtime/baseline.ts'
import type { Encoder } from '../runtime/encoder.ts'
import { type Asked, type Collection, publicSets } from './clusters.ts'
import { DECISIONS, decisionRow, type Known } from './decisions.ts'
import { type Find, FOUND, rivals } from './minisearch.ts'
import { SHIPPED } from './readers.ts'
import { head, type Measured, percent, percentiles, row } from './report.ts'
import { linesOf, templateSets } from './templates.ts'

const sounds = readSounds()

/** How questions are answered: by words alone, and with what the models tell. */
interface Ways {
  name: string
  find: Find
}

const wayOf = (name: string, index: Index, known: Known): Ways => ({
  name,
  find: (question) => search(index, question, FOUND, known(question)).map(({ article }) => article.id),
})

const nothing: Known = () => ({})

/** Vectors of all wordings and questions of a collection, and what is read in the questions. */
async function knownOf(encoder: Encoder, baseline: Baseline, { articles, asked }: Collection): Promise<Known> {
  const wordings = new Map<string, Float32Array>()
  for (const { question, phrasings } of articles)
    for (const wording of [question, ...phrasings]) if (!wordings.has(wording)) wordings.set(wording, await encoder.vector(wording))
  const known = new Map<string, Aids>()
  for (const { text } of asked) {
    const vectors = { question: await encoder.vector(text), wordings }
    known.set(text, { vectors, intents: baseline.read(text, null).candidates })
  }
  return (question) => known.get(question) ?? {}
}

interface Figures {
  first: number
  five: number
  /** Mean reciprocal rank. */
  rank: number
}

function figuresOf(find: Find, asked: readonly Asked[]): Figures {
  const within = asked.filter(({ id }) => id !== null)
  const places = within.map(({ text, id }) => find(text).indexOf(id ?? ''))
  const share = (is: (place: number) => number) => places.reduce((sum, place) => sum + is(place), 0) / Math.max(1, places.length)
  return {
    first: share((place) => (place === 0 ? 1 : 0)),
    five: share((place) => (place >= 0 && place < 5 ? 1 : 0)),
    rank: share((place) => (place < 0 ? 0 : 1 / (place + 1))),
  }
}

const BY_WORDS = 'by words'
const WITH_MODELS = 'with the models'

interface Row extends Figures {
  name: string
  way: string
}

interface Compared {
  rows: Row[]
  decisions: string[]
}

/** One collection found in every way, and what is said to its questions. */
async function compare(collection: Collection, encoder: Encoder, baseline: Baseline): Promise<Compared> {
  const { name, articles, asked } = collection
  const index = buildIndex(articles, sounds)
  const known = await knownOf(encoder, baseline, collection)
  const ways = [wayOf(BY_WORDS, index, nothing), wayOf(WITH_MODELS, index, known), ...rivals(articles)]
  return {
    rows: ways.map((way) => ({ name, way: way.name, ...figuresOf(way.find, asked) })),
    decisions: [decisionRow(BY_WORDS, index, collection, nothing), decisionRow(WITH_MODELS, index, collection, known)],
  }
}

/** How many articles the times are measured with: those of all templates, made up to so many by being there twice. */
const MANY = 1000
const REPEATS = 3

function speedLines(collections: readonly Collection[]): string[] {
  const all = collections.flatMap(({ articles }) => articles)
  if (all.length === 0) return []
  const articles = Array.from({ length: MANY }, (_, at) => ({ ...(all[at % all.length] as Article), id: `article-${at}` }))
  const asked = collections.flatMap((collection) => collection.asked)
  const builds = Array.from({ length: REPEATS + 1 }, () => {
    const started = performance.now()
    buildIndex(articles, sounds)
    return performance.now() - started
  })
  const index = buildIndex(articles, sounds)
  const times = asked.flatMap(({ text }) => {
    const started = performance.now()
    retrieve(index, text)
    return [performance.now() - started]
  })
  const { inArticle, inWording, idf, mass, articleOf } = index
  const arrays = [inArticle.starts, inArticle.at, inArticle.weight, inWording.starts, inWording.at, inWording.weight, idf, mass, articleOf]
  const bytes = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
  return [
    `${MANY} articles with ${index.wordings.length} wordings: index built in ${Math.min(...builds).toFixed(0)} ms, ${(bytes / 2 ** 20).toFixed(1)} MiB of numbers; a question by words takes ${percentiles(times)}.`,
  ]
}

const figureHead = head('questions', 'found', 'right first', 'among five', 'mean reciprocal rank')
const figureRow = ({ name, way, first, five, rank }: Row): string => row(name, way, percent(first), percent(five), rank.toFixed(3))

function meanOf(rows: readonly Row[], way: string): number {
  const own = rows.filter((each) => each.way === way)
  return own.reduce((sum, { first }) => sum + first, 0) / Math.max(1, own.length)
}

/** Whether the right article is found for a question, beside the usual library; and what is said where there is none. */
export async function measureFaq(encoder: Encoder, baseline: Baseline): Promise<Measured> {
  const templates = templateSets()
  const { sets, missing } = publicSets()
  const asked: Compared[] = []
  for (const collection of templates) asked.push(await compare(collection, encoder, baseline))
  const paired: Compared[] = []
  for (const collection of sets) paired.push(await compare(collection, encoder, baseline))
  const rows = [...asked, ...paired].flatMap((compared) => compared.rows)
  const ways = [...new Set(rows.map(({ way }) => way))]
  return {
    title: 'Articles, for questions that nothing was written from',
    scores: Object.fromEntries(ways.map((way) => [way === WITH_MODELS ? SHIPPED : way, meanOf(rows, way)])),
    lines: [
      ...(templates.length === 0 ? ['No template has questions yet.', ''] : []),
      ...(missing.length > 0 ? [`Not measured, since the public data is not there: ${missing.join(', ')}.`, ''] : []),
      ...figureHead,
      ...rows.map(figureRow),
      '',
      'What is said, on the half of the questions that the thresholds were not chosen on:',
      '',
      ...DECISIONS,
      ...asked.flatMap(({ decisions }) => decisions),
      '',
      ...speedLines(templates),
    ],
  }
}

/** Any knowledge base (`id`, `question`, `phrasings`, `answer`) asked any questions (`text`, `id`); `told` has a line a question. */
export async function measureAny(
  encoder: Encoder,
  baseline: Baseline,
  kb: string,
  file: string,
): Promise<{ measured: Measured; told: unknown[] }> {
  const articles = linesOf<Partial<Article> & { id: string; question: string }>(kb).map((each): Article => {
    const usual = { category: '', phrasings: [], answer: '', source: { title: '', section: '' }, updated: '', related: [] }
    return { ...usual, ...each }
  })
  const collection = {
    name: file,
    articles,
    asked: linesOf<Partial<Asked> & { text: string }>(file).map(({ text, id }) => ({ text, id: id ?? null })),
  }
  const { rows } = await compare(collection, encoder, baseline)
  const index = buildIndex(articles, sounds)
  const told = collection.asked.map(({ text, id }) => {
    const found = retrieve(index, text)
    return {
      text,
      id,
      kind: found.kind,
      confidence: found.confidence,
      found: search(index, text, FOUND).map(({ article, score }) => ({ id: article.id, score })),
    }
  })
  return {
    measured: {
      title: `${articles.length} articles, ${collection.asked.length} questions`,
      lines: [...figureHead, ...rows.map(figureRow)],
    },
    told,
  }
}
