import { clusterGaps, nearestTo } from '../../shared/knowledge/gaps.ts'
import { buildIndex, type Index } from '../../shared/knowledge/index.ts'
import { retrieve } from '../../shared/knowledge/retrieve.ts'
import { fraction } from '../data.ts'
import type { Asked, Collection } from './clusters.ts'
import { bCubed } from './measures.ts'
import { head, type Measured, percent, row } from './report.ts'
import { templateSets } from './templates.ts'

export interface GapFigures {
  name: string
  way: string
  questions: number
  groups: number
  precision: number
  recall: number
  /** How long grouping took, in milliseconds. */
  time: number
}

const WITH = 'the article is there'
const WITHOUT = 'it is missing'

/** Groups questions and compares the groups with the articles that they ask for; what asks for none is a group of its own. */
function figuresOf(name: string, way: string, index: Index, asked: readonly Asked[]): GapFigures {
  const gaps = asked.map(({ text, id }, at) => ({ text, expected: id ?? `none ${at}`, why: 'unknown' as const, day: '' }))
  const started = performance.now()
  const clusters = clusterGaps(gaps, index, (text) => nearestTo(index, text))
  const time = performance.now() - started
  const rows = clusters.flatMap((cluster, at) => cluster.gaps.map(({ expected }) => ({ expected, said: `group ${at}` })))
  return { name, way, questions: gaps.length, groups: clusters.length, ...bCubed(rows), time }
}

/** So many of an article's own phrasings stand for customers who ask for it where it is missing. */
const PHRASINGS = 4

/** Half of the articles are taken out; their questions and phrasings, as far as nothing else answers them, are the gaps. */
function missing({ articles, asked }: Collection): { index: Index; asked: Asked[] } {
  const isOut = (id: string) => fraction(`missing ${id}`) < 0.5
  const out = articles.filter(({ id }) => isOut(id))
  const index = buildIndex(articles.filter(({ id }) => !isOut(id)))
  const phrasings = out.flatMap(({ id, phrasings }) => phrasings.slice(0, PHRASINGS).map((text) => ({ text, id })))
  const questions = asked.filter(({ id }) => id === null || isOut(id))
  return { index, asked: [...questions, ...phrasings].filter(({ text }) => retrieve(index, text).kind !== 'answer') }
}

/** How well questions of the templates are grouped, where their article is there and where it is missing. */
export function gapFigures(): GapFigures[] {
  return templateSets().flatMap((collection) => {
    const { index, asked } = missing(collection)
    const { name, articles } = collection
    return [figuresOf(name, WITH, buildIndex(articles), collection.asked), figuresOf(name, WITHOUT, index, asked)]
  })
}

export function measureGaps(): Measured {
  const rows = gapFigures()
  return {
    title: 'What was not answered, grouped',
    lines: [
      'B-cubed: how much of the group of a question asks the same, and how much of what asks the same is in its group.',
      '',
      ...head('questions', 'where', 'how many', 'groups', 'precision', 'recall', 'time'),
      ...rows.map(({ name, way, questions, groups, precision, recall, time }) =>
        row(name, way, questions, groups, percent(precision), percent(recall), `${time.toFixed(0)} ms`),
      ),
    ],
  }
}
