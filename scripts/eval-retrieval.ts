/**
 * Measures what the lexical retrieval answers to questions that no template holds: `npm run eval:retrieval`.
 * Prints, for each template that has held-out questions, how often the right article is answered or among the choices,
 * how often a wrong one is answered, and how often an unanswerable question is rightly left unanswered.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '../shared/base/schema.ts'
import { Articles } from '../shared/knowledge/article.ts'
import { buildIndex, type Index } from '../shared/knowledge/index.ts'
import { retrieve } from '../shared/knowledge/retrieve.ts'

const TEMPLATES = join(import.meta.dirname, '../templates')
const verbose = process.argv.includes('--verbose')

interface Question {
  text: string
  article: string | null
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function measure(index: Index, questions: Question[]) {
  const tally = { answered: 0, offered: 0, wrong: 0, missed: 0, refused: 0, tempted: 0, invented: 0 }
  for (const { text, article } of questions) {
    const found = retrieve(index, text)
    const right =
      found.kind === 'answer'
        ? found.article.id === article
        : found.kind === 'choices' && found.articles.some((choice) => choice.id === article)
    const outcome =
      article === null
        ? ({ answer: 'invented', choices: 'tempted', unknown: 'refused' } as const)[found.kind]
        : right
          ? ({ answer: 'answered', choices: 'offered', unknown: 'missed' } as const)[found.kind]
          : found.kind === 'answer'
            ? 'wrong'
            : 'missed'
    tally[outcome]++
    if (verbose && !['answered', 'offered', 'refused'].includes(outcome))
      console.log(
        `  ${outcome}  ${text}  want ${article}  got ${found.kind} ${found.kind === 'answer' ? found.article.id : found.kind === 'choices' ? found.articles.map((choice) => choice.id).join(' ') : ''} ${found.confidence}`,
      )
  }
  return tally
}

for (const industry of readdirSync(TEMPLATES)) {
  for (const file of readdirSync(join(TEMPLATES, industry)).filter((name) => name.startsWith('articles.'))) {
    const heldout = join(TEMPLATES, industry, file.replace('articles.', 'heldout.'))
    if (!existsSync(heldout)) continue
    const articles = parse(Articles, read(join(TEMPLATES, industry, file)))
    if (!articles.ok) throw new Error(`${industry}/${file}: ${articles.issues}`)
    const questions = read(heldout) as Question[]
    const inScope = questions.filter((question) => question.article !== null).length
    const outside = questions.length - inScope
    const started = performance.now()
    const index = buildIndex(articles.value)
    const built = performance.now()
    const { answered, offered, wrong, missed, refused, tempted, invented } = measure(index, questions)
    const asked = performance.now()
    const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)}%`
    console.log(`${industry} ${file}: ${articles.value.length} articles, ${inScope} questions, ${outside} outside`)
    console.log(
      `  answered ${share(answered, inScope)}, among choices ${share(offered, inScope)}, wrong ${share(wrong, inScope)}, not found ${share(missed, inScope)}`,
    )
    console.log(
      `  outside: left unanswered ${share(refused, outside)}, choices ${share(tempted, outside)}, answered ${share(invented, outside)}`,
    )
    console.log(`  index ${(built - started).toFixed(1)} ms, a question ${((asked - built) / questions.length).toFixed(3)} ms`)
  }
}
