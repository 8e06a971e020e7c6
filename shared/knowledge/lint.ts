import { normalise } from '../language/normalise.ts'
import { isIntentId } from '../understanding/labels.ts'
import type { Article } from './article.ts'
import { bare, nearPairs, pairOf } from './duplicates.ts'
import { openIn } from './placeholders.ts'
import { NO_WATCH, type Watch } from './watch.ts'

/** What an author should look at, told at the article where it is. */
export interface Remark {
  article: string
  code:
    | 'id-twice'
    | 'few-phrasings'
    | 'phrasing-twice'
    | 'near-duplicate'
    | 'related-to-nothing'
    | 'related-to-itself'
    | 'unknown-intent'
    | 'unknown-placeholder'
    | 'no-spoken'
    | 'too-long'
    | 'checked-in-future'
    | 'not-checked-for-long'
    | 'valid-never'
    | 'expired'
    | 'sensitive-word'
  /** The other article, the word, the key or the day that is meant. */
  detail: string
}

export interface Surroundings {
  /** ISO 8601. */
  today: string
  /** Placeholders that the template declares. */
  placeholders: readonly string[]
  /** What the desk has said to such remarks before. */
  watch?: Watch
}

const FEWEST_PHRASINGS = 5
const LONGEST_ANSWER = { han: 700, other: 2000 }
/** An answer that nobody has looked at for a year may no longer be true. */
const CHECKED_WITHIN_DAYS = 365
/** Words that the Advertising Law forbids (article 9, superlatives), and promises that nobody can keep. */
const SENSITIVE =
  /国家级|最高级|全网最低|史上最|世界第一|全国第一|绝对(安全|有效|正品)|百分之百(有效|安全|正品)|100%\s?(有效|安全|正品)|保本保息|稳赚不赔|零风险|包过|永不(反弹|复发)/u
/** A sentence with these warns of such words. */
const WARNING = /骗|假|警惕|别信|不可信|不要|不信|不会|存款|凡是|声称|承诺|宣传|号称|不是|不能|不得|没有|并非|[“「]/u

/** Everything that is worth a look in a set of articles, article by article. */
export function lint(articles: readonly Article[], { today, placeholders, watch: { apart, words } = NO_WATCH }: Surroundings): Remark[] {
  const ids = new Map<string, number>()
  for (const { id } of articles) ids.set(id, (ids.get(id) ?? 0) + 1)
  const declared = new Set(placeholders)
  const remarks: Remark[] = articles.flatMap((article) => {
    const remark = (code: Remark['code'], detail = ''): Remark => ({ article: article.id, code, detail })
    return [
      ...((ids.get(article.id) ?? 0) > 1 ? [remark('id-twice')] : []),
      ...(article.phrasings.length < FEWEST_PHRASINGS ? [remark('few-phrasings', String(article.phrasings.length))] : []),
      ...article.related.flatMap((id) =>
        id === article.id ? [remark('related-to-itself')] : ids.has(id) ? [] : [remark('related-to-nothing', id)],
      ),
      ...(article.intents ?? []).filter((id) => !isIntentId(id)).map((id) => remark('unknown-intent', id)),
      ...openIn(article)
        .filter((key) => !declared.has(key))
        .map((key) => remark('unknown-placeholder', key)),
      ...(article.spoken ? [] : [remark('no-spoken')]),
      ...(isTooLong(article.answer) ? [remark('too-long', String(article.answer.length))] : []),
      ...datesOf(article, today).map(([code, day]) => remark(code, day)),
      ...wordsToMind(article, words).map((word) => remark('sensitive-word', word)),
    ]
  })
  return [...remarks, ...sharedPhrasings(articles), ...nearDuplicates(articles, apart)]
}

/** What customers read of an article. */
type Texts = Pick<Article, 'question' | 'answer' | 'spoken'>

/** The words in an article that should not stand there, but for where it warns of them. */
export const sensitiveIn = ({ question, answer, spoken = '' }: Texts): string[] => sensitiveWordsOf([question, answer, spoken])

/** The same of any texts. */
export function sensitiveWordsOf(texts: readonly string[]): string[] {
  const sentences = texts.flatMap((text) => text.split(/(?<=[。！？!?\n])/u))
  return sentences.flatMap((sentence) => (WARNING.test(sentence) ? [] : (SENSITIVE.exec(sentence)?.[0] ?? [])))
}

/** The words in an article that should not stand there, and those of the desk's own that it looks out for, each once. */
export function wordsToMind(article: Texts, own: readonly string[]): string[] {
  const text = normalise([article.question, article.answer, article.spoken ?? ''].join('\n'))
  return [...new Set([...sensitiveIn(article), ...own.filter((word) => text.includes(normalise(word)))])]
}

function isTooLong(answer: string): boolean {
  const han = answer.match(/\p{Script=Han}/gu)?.length ?? 0
  return answer.length > (han > answer.length / 3 ? LONGEST_ANSWER.han : LONGEST_ANSWER.other)
}

type DateCode = Extract<Remark['code'], 'checked-in-future' | 'not-checked-for-long' | 'valid-never' | 'expired'>

/** What is wrong with the days of a piece. */
export function datesOf({ updated, valid }: Pick<Article, 'updated' | 'valid'>, today: string): [DateCode, string][] {
  const oldest = new Date(Date.parse(today) - CHECKED_WITHIN_DAYS * 86_400_000).toISOString().slice(0, 10)
  const { from = null, until = null } = valid ?? {}
  return [
    ...(updated > today ? [['checked-in-future', updated] as [DateCode, string]] : []),
    ...(updated < oldest ? [['not-checked-for-long', updated] as [DateCode, string]] : []),
    ...(from !== null && until !== null && until < from ? [['valid-never', until] as [DateCode, string]] : []),
    ...(until !== null && until < today ? [['expired', until] as [DateCode, string]] : []),
  ]
}

function sharedPhrasings(articles: readonly Article[]): Remark[] {
  const holders = new Map<string, string>()
  return articles.flatMap(({ id, question, phrasings }) =>
    [question, ...phrasings].flatMap((phrasing): Remark[] => {
      const words = bare(phrasing)
      const holder = holders.get(words)
      holders.set(words, holder ?? id)
      return holder ? [{ article: id, code: 'phrasing-twice', detail: holder === id ? phrasing : holder }] : []
    }),
  )
}

/** Told at the later one of a pair. */
function nearDuplicates(articles: readonly Article[], apart: readonly string[]): Remark[] {
  const wanted = new Set(apart)
  return nearPairs(articles)
    .filter(([one, other]) => !wanted.has(pairOf(one.id, other.id)))
    .map(([one, other]) => ({ article: other.id, code: 'near-duplicate', detail: one.id }))
}
