import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Article } from '../../shared/knowledge/article.ts'
import { fraction } from '../data.ts'

interface Entry {
  id: string
  wordings: string[]
}

/** A question, and what should be found for it: null where nothing answers it. */
export interface Asked {
  text: string
  id: string | null
}

export interface Collection {
  name: string
  articles: Article[]
  asked: Asked[]
}

/** An article of nothing but ways to ask. */
function articleOf({ id, wordings: [question = '', ...phrasings] }: Entry): Article {
  const source = { title: '', section: '' }
  return { id, category: '', question, phrasings, answer: '', source, updated: '', related: [] }
}

/** Where public sets of pairs lie. They are measured on and never kept. */
export const PUBLIC = process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../shared/data')
const SETS: readonly (readonly [string, string])[] = [
  ['afqmc', 'pairs-afqmc-train.jsonl'],
  ['atec', 'pairs-atec-train.jsonl'],
  ['bq', 'pairs-bq-dev.jsonl'],
  ['lcqmc', 'pairs-lcqmc-dev.jsonl'],
]

/** So many clusters of a set are there to be found, and so many questions are asked: enough to tell, in a minute. */
const MOST = { clusters: 2500, asked: 500 }

/** The public sets that are there, and the names of those that are not. */
export function publicSets(most = MOST): { sets: Collection[]; missing: string[] } {
  const there = SETS.filter(([, file]) => existsSync(join(PUBLIC, file)))
  return {
    sets: there.map(([name, file]) => clustersOf(name, readFileSync(join(PUBLIC, file), 'utf8'), most)),
    missing: SETS.filter((each) => !there.includes(each)).map(([name]) => name),
  }
}

/**
 * Texts that are said to mean the same, directly or through others, are one cluster (union-find; Tarjan, 1975). The first
 * half of each by a hash of the text is there to be found, the rest asks for it.
 */
function clustersOf(name: string, lines: string, most: typeof MOST): Collection {
  const parent = new Map<string, string>()
  const rootOf = (text: string): string => {
    let root = text
    for (let above = parent.get(root); above !== undefined && above !== root; above = parent.get(root)) root = above
    parent.set(text, root)
    return root
  }
  for (const line of lines.split('\n')) {
    if (line.trim() === '') continue
    const { a, b, same } = JSON.parse(line) as { a: string; b: string; same: number }
    if (Number(same) === 1 && a.trim() !== b.trim()) parent.set(rootOf(a.trim()), rootOf(b.trim()))
  }
  const clusters = new Map<string, string[]>()
  for (const text of parent.keys()) {
    const root = rootOf(text)
    const cluster = clusters.get(root)
    if (cluster) cluster.push(text)
    else clusters.set(root, [text])
  }
  const entries: Entry[] = []
  const asked: Asked[] = []
  const some = [...clusters].filter(([, texts]) => texts.length > 1).toSorted(([one], [other]) => fraction(one) - fraction(other))
  for (const [root, texts] of some.slice(0, most.clusters)) {
    const ordered = texts.toSorted((one, other) => fraction(one) - fraction(other))
    const half = Math.ceil(ordered.length / 2)
    entries.push({ id: root, wordings: ordered.slice(0, half) })
    asked.push(...ordered.slice(half).map((text) => ({ text, id: root })))
  }
  const ordered = asked.toSorted((one, other) => fraction(`asked ${one.text}`) - fraction(`asked ${other.text}`))
  return { name, articles: entries.map(articleOf), asked: ordered.slice(0, most.asked) }
}
