import { parse } from '$shared/base/schema.ts'
import { Article, type Validity } from '$shared/knowledge/article.ts'
import { cleanText, normalise } from '$shared/language/normalise.ts'
import { BOUNDS } from './bounds.ts'
import { parseDay, parseValidity } from './dates.ts'
import type { Draft, FileNames, Found, ImportContext, Imported } from './draft.ts'
import { excerpt, type FaultCode } from './fault.ts'
import { idOfQuestion, idOfText, questionKey } from './identity.ts'
import { phrasingsOf } from './phrasings.ts'

/** How long a field may be, in UTF-16 units as `Article` counts them. */
const LONGEST = { question: 120, answer: 4000, category: 40, owner: 60, spoken: 400 } as const
const LONGEST_SOURCE = 120

/** What a file may have told before, and what stands on the desk. */
interface Known {
  byId: ReadonlyMap<string, Article>
  byQuestion: ReadonlyMap<string, Article>
  ids: Set<string>
  questions: Set<string>
  /** Which article asks so, by the normalised wording. */
  wordings: Map<string, string>
}

/**
 * Makes articles of drafts: cleans their texts, gives ids, joins each with the existing article that it replaces, and
 * tells every draft that is none and why. What the file does not tell of an article that it replaces stays as it was: an
 * answer for staff alone does not become one for everybody by a list of questions and answers.
 */
export function gather(found: Found, context: ImportContext, names: FileNames): Imported {
  const known: Known = {
    byId: new Map(context.existing.map((article) => [article.id, article])),
    byQuestion: new Map(context.existing.map((article) => [questionKey(article.question), article])),
    ids: new Set(),
    questions: new Set(),
    wordings: new Map(),
  }
  const imported: Imported = { articles: [], faults: [...found.faults], replaced: [], shape: 'articles' }
  let left = BOUNDS.articles - context.existing.length
  for (const draft of found.drafts) {
    const fault = (field: string, code: FaultCode, detail: string, kept = false) =>
      void imported.faults.push({ row: draft.row, field, code, detail, kept })
    const article = articleOf(cleaned(draft), known, context, names, fault)
    if (article === null) continue
    const replaces = known.byId.has(article.id)
    if (!replaces && left-- <= 0) {
      fault('row', 'too-many', String(BOUNDS.articles))
      continue
    }
    known.ids.add(article.id)
    known.questions.add(questionKey(article.question))
    imported.articles.push(article)
    if (replaces) imported.replaced.push(article.id)
  }
  imported.faults.sort((one, other) => one.row - other.row)
  return imported
}

type Tell = (field: string, code: FaultCode, detail: string, kept?: boolean) => void

export const oneLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim()
export const manyLines = (text: string): string =>
  cleanText(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd()

function cleaned(draft: Draft): Draft {
  const { category, source, owner, spoken } = draft
  return {
    ...draft,
    question: oneLine(draft.question),
    answer: manyLines(draft.answer),
    ...(category === undefined ? {} : { category: oneLine(category) }),
    ...(source === undefined ? {} : { source: { title: oneLine(source.title), section: oneLine(source.section) } }),
    ...(owner === undefined ? {} : { owner: oneLine(owner) }),
    ...(spoken === undefined ? {} : { spoken: oneLine(spoken) }),
  }
}

function articleOf(draft: Draft, known: Known, context: ImportContext, names: FileNames, tell: Tell): Article | null {
  const refused = refusalOf(draft)
  if (refused) return told(tell, ...refused)
  const { question } = draft
  const key = questionKey(question)
  const asked = known.byQuestion.get(key)
  const toldId = idOfText(draft.id ?? '') ?? (known.byId.has(draft.id ?? '') ? (draft.id ?? null) : null)
  const isKnown = toldId !== null && known.byId.has(toldId)
  const id = (isKnown ? toldId : (asked?.id ?? toldId)) ?? idOfQuestion(question, (taken) => isOther(known, taken, key))
  if (toldId !== null && toldId !== id && known.ids.has(toldId)) return told(tell, 'id', 'id-twice', toldId)
  if (known.ids.has(id)) return told(tell, 'id', toldId === null ? 'question-twice' : 'id-twice', id)
  if (known.questions.has(key)) return told(tell, 'question', 'question-twice', excerpt(question))
  const dates = datesOf(draft, tell)
  if (dates === null) return null
  if (asked && asked.id !== id) tell('question', 'phrasing-twice', asked.id, true)
  const before = draft.whole ? undefined : known.byId.get(id)
  const phrasings = draft.phrasings ? phrasingsOf(question, draft.phrasings, tell) : (before?.phrasings ?? [])
  tellShared(known.wordings, id, [question, ...phrasings], tell)
  const made = parse(Article, {
    id,
    category: draft.category || before?.category || names.category,
    question,
    phrasings,
    answer: draft.answer,
    source: draft.source?.title ? draft.source : sourceOf(before, names, draft.source?.section),
    updated: dates.checked ?? context.today,
    related: draft.related ?? before?.related ?? [],
    ...optional('spoken', draft.spoken ?? before?.spoken),
    ...optional('intents', draft.intents ?? before?.intents),
    ...optional('wording', draft.wording || before?.wording),
    ...optional('audience', draft.audience || before?.audience),
    ...optional('valid', dates.valid === undefined ? before?.valid : (dates.valid ?? undefined)),
    ...optional('owner', draft.owner ?? before?.owner),
  })
  if (made.ok && toldId !== null) known.ids.add(toldId)
  return made.ok ? made.value : told(tell, made.issues.split(/[.:]/)[0] || 'row', 'not-an-article', made.issues)
}

function told(tell: Tell, field: string, code: FaultCode, detail: string): null {
  tell(field, code, detail)
  return null
}

const optional = (name: string, value: unknown): Record<string, unknown> => (value === undefined || value === '' ? {} : { [name]: value })

const isOther = (known: Known, id: string, key: string): boolean => {
  const holder = known.byId.get(id)
  return (holder !== undefined && questionKey(holder.question) !== key) || (known.ids.has(id) && !known.questions.has(key))
}

function sourceOf(before: Article | undefined, names: FileNames, section = ''): Article['source'] {
  return before ? before.source : { title: names.title, section }
}

/** Why a draft cannot be an article, as far as its texts tell. */
function refusalOf(draft: Draft): [string, FaultCode, string] | null {
  const { question, answer, source } = draft
  const damaged = [question, answer, draft.category, draft.owner, draft.spoken, ...(draft.phrasings ?? [])]
  if (damaged.some((text) => text?.includes('\ufffd'))) return ['row', 'wrong-encoding', excerpt(question)]
  if (question.length < 2) return ['question', 'no-question', excerpt(question || answer)]
  if (answer.length < 2) return ['answer', 'no-answer', excerpt(question)]
  for (const field of ['question', 'answer', 'category', 'owner', 'spoken'] as const)
    if ((draft[field]?.length ?? 0) > LONGEST[field]) return [field, 'too-long', `${draft[field]?.length} > ${LONGEST[field]}`]
  const longest = Math.max(source?.title.length ?? 0, source?.section.length ?? 0)
  return longest > LONGEST_SOURCE ? ['source', 'too-long', `${longest} > ${LONGEST_SOURCE}`] : null
}

/** An article whose day cannot be read is refused: an offer without its end would be said for ever. */
function datesOf(draft: Draft, tell: Tell): { checked: string | null; valid: Validity | null | undefined } | null {
  const checked = draft.checked ? parseDay(draft.checked) : null
  if (draft.checked && checked === null) return told(tell, 'checked', 'bad-date', excerpt(draft.checked))
  const open = draft.period && draft.period.from === null && draft.period.until === null
  const valid = draft.period ? (open ? null : draft.period) : draft.valid === undefined ? undefined : parseValidity(draft.valid)
  if (draft.valid !== undefined && valid === undefined) return told(tell, 'valid', 'bad-date', excerpt(draft.valid))
  return { checked, valid }
}

/** Two articles that are asked in the same words both come in, and somebody should look. */
function tellShared(wordings: Map<string, string>, id: string, asked: readonly string[], tell: Tell): void {
  for (const wording of asked) {
    const key = normalise(wording)
    const holder = wordings.get(key)
    if (holder === undefined) wordings.set(key, id)
    else if (holder !== id) tell('phrasings', 'phrasing-twice', holder, true)
  }
}
