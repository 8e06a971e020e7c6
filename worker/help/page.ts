import type { Article } from '../../shared/knowledge/article.ts'
import type { Document } from '../../shared/knowledge/document.ts'
import type { Table } from '../../shared/knowledge/table.ts'
import type { Language } from '../../shared/language/language.ts'
import { type Inline, parseMarkdown } from '../../shared/language/markdown.ts'

/** What the help centre tells. */
interface Told {
  articles: readonly Article[]
  documents?: readonly Document[] | undefined
  tables?: readonly Table[] | undefined
}

/** A page of the help centre as a search engine and a browser without scripts read it. */
export interface StaticPage {
  language: Language
  title: string
  description: string
  /** Of this page, without the origin. */
  path: string
  /** The main part, as HTML. */
  body: string
  /** What it says as data, for search engines (schema.org FAQPage); null where it is a list. */
  data: unknown
}

/** The few words that the worker says itself here, since no screen is there to say them. */
export const WORDS = {
  'zh-CN': {
    help: '帮助中心',
    all: '全部问题',
    source: '来源',
    checked: '核对于',
    ask: '在线咨询',
    related: '相关问题',
    between: '：',
    documents: '文档',
    tables: '表格',
  },
  en: {
    help: 'Help centre',
    all: 'All questions',
    source: 'Source',
    checked: 'checked',
    ask: 'Ask us',
    related: 'Related questions',
    between: ': ',
    documents: 'Documents',
    tables: 'Tables',
  },
} as const

/** Text as it stands in HTML, between tags or in an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const LONGEST_DESCRIPTION = 150

/** Every question, by category, then the documents and tables. */
export function listPage(name: string, { articles, documents = [], tables = [] }: Told, language: Language): StaticPage {
  const words = WORDS[language]
  const categories = [...new Set(articles.map(({ category }) => category))]
  const sections = categories.map((category) => {
    const own = articles.filter((article) => article.category === category)
    const items = own.map(({ id, question }) => `<li><a href="${pathOf(id, language)}">${escaped(question)}</a></li>`).join('')
    return `<section><h2>${escaped(category)}</h2><ul>${items}</ul></section>`
  })
  const papers = [
    { heading: words.documents, of: 'documents/', listed: documents },
    { heading: words.tables, of: 'tables/', listed: tables },
  ].flatMap(({ heading, of, listed }) => {
    const items = listed.map(({ id, title }) => `<li><a href="${pathOf(of + id, language)}">${escaped(title)}</a></li>`).join('')
    return items === '' ? [] : [`<section><h2>${heading}</h2><ul>${items}</ul></section>`]
  })
  return {
    language,
    title: `${words.help} · ${name}`,
    description: categories.join(language === 'en' ? ', ' : '、').slice(0, LONGEST_DESCRIPTION),
    path: pathOf('', language),
    body: `<header><h1>${escaped(name)} · ${words.help}</h1><p><a href="/">${words.ask}</a></p></header>${[...sections, ...papers].join('')}`,
    data: null,
  }
}

/** One question with its answer and where it is from. */
export function articlePage(name: string, article: Article, others: readonly Article[], language: Language): StaticPage {
  const words = WORDS[language]
  const { question, answer, source, updated, category } = article
  const related = others.map((other) => `<li><a href="${pathOf(other.id, language)}">${escaped(other.question)}</a></li>`).join('')
  const from = [source.title, source.section].filter((part) => part !== '').join(' · ')
  return {
    language,
    title: `${question} · ${name}`,
    description: textOf(article).slice(0, LONGEST_DESCRIPTION),
    path: pathOf(article.id, language),
    body:
      `<header><p><a href="${pathOf('', language)}">${words.help}</a> · ${escaped(category)}</p><h1>${escaped(question)}</h1></header>` +
      `<article>${htmlOf(answer)}</article>` +
      `<p><small>${words.source}${words.between}${escaped(from)} · ${words.checked} <time datetime="${updated}">${updated}</time></small></p>` +
      (related === '' ? '' : `<nav><h2>${words.related}</h2><ul>${related}</ul></nav>`) +
      `<p><a href="/">${words.ask}</a></p>`,
    data: {
      '@context': 'https://schema.org',
      '@type': 'FAQPage',
      mainEntity: [{ '@type': 'Question', name: question, acceptedAnswer: { '@type': 'Answer', text: textOf(article) } }],
    },
  }
}

export const pathOf = (id: string, language: Language): string => `/help${id && `/${id}`}?lang=${language}`

/** Where everything is, for search engines (sitemaps.org, 0.9). */
export function sitemap(origin: string, packs: readonly ({ language: Language } & Told)[]): string {
  const urls = packs.flatMap(({ language, articles, documents = [], tables = [] }) =>
    ['', ...articles.map(({ id }) => id), ...documents.map(({ id }) => `documents/${id}`), ...tables.map(({ id }) => `tables/${id}`)].map(
      (id) => `<url><loc>${escaped(origin + pathOf(id, language))}</loc></url>`,
    ),
  )
  return `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}</urlset>`
}

const textOf = ({ spoken, answer }: Article): string => spoken ?? answer.replaceAll('**', '').replace(/\s+/g, ' ')

const inline = (parts: readonly Inline[]): string =>
  parts.map(({ bold, text }) => (bold ? `<strong>${escaped(text)}</strong>` : escaped(text))).join('')

export function htmlOf(markdown: string): string {
  return parseMarkdown(markdown)
    .map((block) => {
      if (block.kind === 'paragraph') return `<p>${block.lines.map(inline).join('<br>')}</p>`
      const tag = block.ordered ? 'ol' : 'ul'
      return `<${tag}>${block.items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`
    })
    .join('')
}
