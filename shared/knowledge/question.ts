import { normalise } from '../language/normalise.ts'
import { written } from '../language/plain.ts'
import type { Article } from './article.ts'
import { type Before, type Context, contextOf } from './context.ts'
import { type Heard, repair } from './repair.ts'
import { eachToken, type Vocabulary } from './vocabulary.ts'

/** What a question is read with. */
export interface Lexicon {
  articles: readonly Article[]
  vocabulary: Vocabulary
  idf: Float32Array
  /** The idf of a token that no article holds. */
  unseen: number
  heard: Heard
}

/** A question as tokens of an index. */
export interface Question {
  /** As it was understood. */
  text: string
  /** How much each token counts, from 0 to 1. */
  tokens: ReadonlyMap<number, number>
  /** Tokens of what it leans on, which only tell of the matter. */
  leant: ReadonlyMap<number, number>
  context: Context | null
  /** What a wording would weigh that has all of it, known to the articles or not. */
  mass: number
  /** The part of it that is known to them. */
  known: number
}

/** Words that were put right are nearly as good as typed ones; what they stand for may still have been meant. */
const REPAIRED = 0.95
const TYPED = 0.5

/** One form for what is asked and what it is asked of. Politeness stays: how a thing is asked tells a little, too. */
export const formOf = (text: string): string => written(normalise(text))

/** Reads a question: its own words, those they were probably meant to be, and those that it leans on. */
export function readQuestion(lexicon: Lexicon, question: string, before?: Before): Question {
  const { vocabulary, idf, unseen } = lexicon
  const typed = formOf(question)
  const text = repair(typed, lexicon.heard)
  const tokens = new Map<number, number>()
  /** Hands on what is known of some words, and gives the weight of what is not. */
  const each = (words: string, met: (token: number) => void): number => {
    let unknown = 0
    eachToken(words, vocabulary, false, (key) => {
      const token = key < 0 ? -1 : vocabulary.find(key)
      if (token < 0) unknown += unseen
      else met(token)
    })
    return unknown
  }
  if (text !== typed) each(typed, (token) => tokens.set(token, TYPED))
  const own = new Set(tokens.keys())
  let mass = each(text, (token) => tokens.set(token, text === typed || own.has(token) ? 1 : REPAIRED))
  let known = 0
  for (const [token, share] of tokens) known += (idf[token] as number) * share
  mass += known
  const context = contextOf(question, before, lexicon.articles)
  const leant = new Map<number, number>()
  if (context) each(formOf(context.text), (token) => tokens.has(token) || leant.set(token, context.share))
  return { text, tokens, leant, context, mass, known }
}
