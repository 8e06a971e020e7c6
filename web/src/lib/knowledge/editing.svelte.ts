import { canonical } from '$shared/base/digest.ts'
import { is, parse } from '$shared/base/schema.ts'
import { Article, ArticleId } from '$shared/knowledge/article.ts'

/** An article in a form: every field as text, so that nothing that is typed is ever lost to a rule. */
export class Editing {
  readonly id: string
  category = $state('')
  question = $state('')
  phrasings = $state('')
  answer = $state('')
  spoken = $state('')
  title = $state('')
  section = $state('')
  updated = $state('')
  from = $state('')
  until = $state('')
  wording = $state<'verbatim' | 'shorten'>('shorten')
  audience = $state<'everyone' | 'staff'>('everyone')
  owner = $state('')
  related = $state('')
  intents = $state('')
  /** As it was when the form was opened. */
  readonly #before: Article
  readonly #opened: string

  constructor(article: Article) {
    this.id = article.id
    this.#before = article
    this.category = article.category
    this.question = article.question
    this.phrasings = article.phrasings.join('\n')
    this.answer = article.answer
    this.spoken = article.spoken ?? ''
    this.title = article.source.title
    this.section = article.source.section
    this.updated = article.updated
    this.from = article.valid?.from ?? ''
    this.until = article.valid?.until ?? ''
    this.wording = article.wording ?? 'shorten'
    this.audience = article.audience ?? 'everyone'
    this.owner = article.owner ?? ''
    this.related = article.related.join('\n')
    this.intents = (article.intents ?? []).join('\n')
    this.#opened = canonical(this.#told())
  }

  /** Whether it is another article than the one that was opened. */
  get isChanged(): boolean {
    return canonical(this.#told()) !== this.#opened
  }

  /** Whether nothing that is an article's own stands in it. */
  get isBlank(): boolean {
    return [this.question, this.phrasings, this.answer].every((text) => text.trim() === '')
  }

  /** Adds ways to ask that are not there yet, as many as an article may have. */
  addPhrasings(phrasings: readonly string[], most: number): void {
    const there = linesOf(this.phrasings)
    const fresh = [...new Set(phrasings)].filter((phrasing) => phrasing !== this.question.trim() && !there.includes(phrasing))
    this.phrasings = [...there, ...fresh.slice(0, Math.max(0, most - there.length))].join('\n')
  }

  /** The article, or the names of the fields that do not do yet. */
  get article(): { ok: true; value: Article } | { ok: false; fields: string[] } {
    const told = this.#told()
    const parsed = parse(Article, told)
    if (parsed.ok) return parsed
    const fields = [
      ...(told.question.length < 2 ? ['question'] : []),
      ...(told.answer.length < 2 ? ['answer'] : []),
      ...(told.category === '' ? ['category'] : []),
      ...(told.source.title === '' ? ['title'] : []),
      ...(told.related.some((id) => !is(ArticleId, id)) ? ['related'] : []),
    ]
    return { ok: false, fields: fields.length > 0 ? fields : [parsed.issues] }
  }

  #told() {
    const { question, answer, category, spoken, owner, from, until } = this
    return {
      id: this.id,
      category: category.trim(),
      question: question.trim(),
      phrasings: linesOf(this.phrasings),
      answer: answer.trim(),
      source: { title: this.title.trim(), section: this.section.trim() },
      updated: this.updated,
      related: linesOf(this.related),
      // What goes without saying is written only where it was: opening a form changes nothing.
      ...(this.intents.trim() || this.#before.intents ? { intents: linesOf(this.intents) } : {}),
      ...(this.wording === 'verbatim' || this.#before.wording ? { wording: this.wording } : {}),
      ...(this.audience === 'staff' || this.#before.audience ? { audience: this.audience } : {}),
      ...(spoken.trim() ? { spoken: spoken.trim() } : {}),
      ...(owner.trim() ? { owner: owner.trim() } : {}),
      ...(from || until ? { valid: { from: from || null, until: until || null } } : {}),
    }
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
