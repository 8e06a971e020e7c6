import { normalise } from '../language/normalise.ts'
import { otherWordsIn } from '../language/synonyms.ts'
import { tokenise } from '../language/tokenise.ts'
import type { Article } from './article.ts'
import { bare } from './duplicates.ts'
import { type Index, search } from './index.ts'

/** Another way to ask an article's question, and the article that would answer it instead of this one, if any. */
export interface Suggestion {
  text: string
  collides: Article | null
}

/** Words of asking that stand for each other wherever they stand in a question, a line each. */
const ASKING: readonly (readonly string[])[] = [
  ['怎么', '咋', '如何'],
  ['能不能', '可不可以', '可以', '能'],
  ['多久', '几天', '多长时间'],
  ['多少钱', '什么价'],
  ['哪里', '哪儿'],
  ['为什么', '为啥'],
  ['有哪些', '都有什么'],
  ['how do i', 'how can i', 'how to'],
  ['can i', 'is it possible to', 'am i able to'],
  ['where do i', 'where can i'],
]
/** A whole question, and how else people put it; the first frame that fits is the one. */
const FRAMES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(.+?)(?:怎么办|怎么处理)$/u, ['{1}', '{1}该找谁', '{1}咋弄']],
  [/^(.+?)(?:怎么回事|为什么)$/u, ['{1}', '{1}什么情况']],
  [/^(.*?)(?:怎么|如何|怎样)(?!这么|办|回事|没|还|会|就|才|是|不|又)(.{1,10})$/u, ['我要{2}{1}', '{1}{2}流程', '想{2}{1}']],
  [/^(.*?)(?:可以|能不能|能)(.{1,12}?)$/u, ['{1}{2}行不行', '我想{1}{2}']],
  [/^(.+?)(?:要|需要)?(?:多久|几天)(.{0,8})$/u, ['{1}还没{2}', '{1}什么时候{2}']],
  [/^(.+?)(?:多少钱|怎么收费|收费)$/u, ['{1}贵不贵', '{1}费用']],
  [/^(.+?)(?:是什么|是什么意思)$/u, ['什么叫{1}', '{1}是啥']],
  [/^(?:how (?:do|can) i|how to) (.+)$/u, ['i want to {1}', 'help me {1}']],
  [/^can i (.+)$/u, ['i want to {1}']],
]
/** A question of several parts is not turned round: what comes out would be no sentence. */
const PARTED = /[,，、;；(（]|还是|并且/u
const SIMPLE = 18
/** What is said around a question and says nothing. */
const AROUND = /^(请问|我想问一?下|麻烦问一?下|你好|你们|您|我的?|please|hi|hello)[，,\s]*|[吗呢啊呀吧]$|[？?。.！!\s]+$/gu

const MOST_SWAPPED = 3
/** Suggestions that share more than this with one that was chosen say nothing new. */
const ALIKE = 0.86
const LONGEST = 60

/**
 * Other ways to ask a question, the most different first, so many at most: its words of asking and its terms by others that
 * mean the same, its frame turned round, and how its neighbours of the same category are asked. None that the article has.
 */
export function suggestPhrasings(article: Article, index: Index, most = 8): Suggestion[] {
  const known = new Set([article.question, ...article.phrasings].map(bare))
  const candidates = [...new Set(candidatesOf(article, index.articles).map(inItsMarks))].filter((text) => {
    const words = bare(text)
    return words.length >= 2 && text.length <= LONGEST && !known.has(words)
  })
  const chosen: { text: string; tokens: ReadonlySet<string> }[] = []
  const held = [article.question, ...article.phrasings].map((text) => new Set(tokenise(text)))
  for (const text of candidates) {
    const tokens = new Set(tokenise(text))
    if ([...held, ...chosen.map((each) => each.tokens)].every((other) => likeness(tokens, other) < ALIKE)) chosen.push({ text, tokens })
  }
  return chosen.slice(0, most).map(({ text }) => ({ text, collides: takenBy(text, article, index) }))
}

/** A normalised text has Latin marks; between Chinese characters they are written wide. */
const inItsMarks = (text: string): string => text.replace(/(?<=\p{Script=Han}),/gu, '，')

/** So near to the best article another one may come: nearer, the wording would take questions from it. */
const NEARLY = 0.8

/** The other article that a wording would find, or nearly find, rather than this one; null where there is none. */
function takenBy(text: string, article: Article, index: Index): Article | null {
  const [first, second] = search(index, text, 2)
  if (!first) return null
  // One that is not kept yet cannot be found: then only what is all but another's wording is taken.
  if (!index.articles.some(({ id }) => id === article.id)) return first.score >= NEARLY ? first.article : null
  if (first.article.id !== article.id) return first.article
  return second && second.score >= NEARLY * first.score ? second.article : null
}

function candidatesOf(article: Article, articles: readonly Article[]): string[] {
  const core = normalise(article.question).replace(AROUND, '')
  const near = articles.filter((other) => other.category === article.category)
  const terms = swapped(
    core,
    near
      .flatMap(({ question, phrasings }) => [question, ...phrasings])
      .join('\n')
      .toLowerCase(),
  )
  const framed = frames(core)
  const asked = ASKING.flatMap((words) => inPlace(core, words))
  // Taken in turns, so that the few that are shown are of several kinds.
  return inTurn([framed, terms, asked, terms.flatMap(frames).slice(0, MOST_SWAPPED * 2), likeNeighbours(article, core, articles)])
}

/** The question with each of its terms by another name, if customers of this desk are known to say it. */
const swapped = (core: string, said: string): string[] =>
  otherWordsIn(core).flatMap(({ word, others }) =>
    others
      .filter((other) => said.includes(other))
      .slice(0, MOST_SWAPPED)
      .map((other) => core.replace(word, other)),
  )

function frames(core: string): string[] {
  if (PARTED.test(core) || (/\p{Script=Han}/u.test(core) && core.length > SIMPLE)) return []
  for (const [frame, turned] of FRAMES) {
    const found = frame.exec(core)
    if (found) return turned.map((text) => text.replace(/\{(\d)\}/g, (_, group: string) => found[Number(group)] ?? ''))
  }
  return []
}

function inPlace(core: string, words: readonly string[]): string[] {
  const found = words.find((word) => core.includes(word))
  return found ? words.filter((word) => word !== found).map((word) => core.replace(found, word)) : []
}

/** How articles of the same category that name another thing in the same way are asked for, with this one's thing. */
function likeNeighbours({ id, category }: Article, core: string, articles: readonly Article[]): string[] {
  const neighbours = articles.filter((other) => other.category === category && other.id !== id)
  return neighbours.flatMap(({ question, phrasings }) => {
    const theirs = normalise(question).replace(AROUND, '')
    const [start, end] = sharedEnds(core, theirs)
    const [mine, other] = [core.slice(start, core.length - end), theirs.slice(start, theirs.length - end)]
    // The same way of asking of two things: enough is shared, and each names something of its own.
    if (start + end < 3 || mine.length < 2 || other.length < 2) return []
    return phrasings.map(normalise).flatMap((phrasing) => (phrasing.includes(other) ? [phrasing.replace(other, mine)] : []))
  })
}

function sharedEnds(one: string, other: string): [number, number] {
  const least = Math.min(one.length, other.length)
  let start = 0
  while (start < least && one[start] === other[start]) start++
  let end = 0
  while (end < least - start && one.at(-1 - end) === other.at(-1 - end)) end++
  return [start, end]
}

function inTurn(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat()
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((token) => other.has(token)).length
  return (2 * shared) / Math.max(1, one.size + other.size)
}
