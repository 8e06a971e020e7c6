import { usualWord } from '../language/synonyms.ts'
import type { Match, Matched, Matches } from './match.ts'

/** Why an article was found, for whoever tries the articles out. */
export interface Why {
  /** The question as it was understood. */
  read: string
  /** What the question and the article share, the weightiest first; a thing that is named stands by its usual word. */
  tokens: { text: string; weight: number }[]
  /** The nearest of the article's wordings; empty where none shares a word. */
  wording: string
  /** The parts of the score, each from 0 to 1. */
  parts: { words: number; nearest: number; second: number; vectors: number; intent: number; context: number }
}

/** Tells why an article was found. Costs more than finding it: for one question of a person, not for measuring. */
export function whyOf(
  { wordings, inArticle, vocabulary }: Matched,
  { question, lift }: Matches,
  { at, words, near, second, wording }: Match,
): Why {
  const tokens: Why['tokens'] = []
  for (const [token, share] of [...question.tokens, ...question.leant])
    for (let place = inArticle.starts[token] as number; place < (inArticle.starts[token + 1] as number); place++) {
      if (inArticle.at[place] !== at) continue
      const concept = vocabulary.conceptOf(token)
      const weight = (share * (inArticle.weight[place] as number)) / question.mass
      tokens.push({ text: concept === null ? vocabulary.textOf(token) : usualWord(concept), weight })
    }
  tokens.sort((one, other) => other.weight - one.weight)
  const parts = { words, nearest: near, second, vectors: lift.vectors(at), intent: lift.intent(at), context: lift.context(at) }
  return { read: question.text, tokens, wording: wordings[wording] ?? '', parts }
}
