import { cellOf } from '../../shared/knowledge/cell.ts'
import type { Document } from '../../shared/knowledge/document.ts'
import type { Table } from '../../shared/knowledge/table.ts'
import type { Language } from '../../shared/language/language.ts'
import { escaped, htmlOf, pathOf, type StaticPage, WORDS } from './page.ts'

const LONGEST_DESCRIPTION = 150

/** A document, each passage under an anchor that answers point to. */
export function documentPage(name: string, document: Document, language: Language): StaticPage {
  const { passages } = document
  const contents = passages.flatMap(({ heading }, at) => (heading === '' ? [] : [`<li><a href="#p${at + 1}">${escaped(heading)}</a></li>`]))
  const texts = passages.map(({ heading, text }, at) => {
    const title = heading === '' ? '' : `<h2>${escaped(heading)}</h2>`
    return `<section id="p${at + 1}">${title}${htmlOf(text)}</section>`
  })
  const list = contents.length > 1 ? `<nav><ul>${contents.join('')}</ul></nav>` : ''
  const description = passages.map(({ text }) => text.replaceAll('**', '').replace(/\s+/g, ' ')).join(' ')
  return pageOf(name, document, language, 'documents', `${list}<article>${texts.join('')}</article>`, description)
}

/** A table as one, its rows headed by what they are called by. */
export function tablePage(name: string, table: Table, language: Language): StaticPage {
  const { columns, rows, key } = table
  const heads = columns.map(({ name: head, unit }) => `<th scope="col">${escaped(unit ? `${head} (${unit})` : head)}</th>`)
  const lines = rows.map((cells, row) => {
    const told = columns.map((_, at) =>
      at === key ? `<th scope="row">${escaped(cellOf(table, row, at))}</th>` : `<td>${escaped(cells[at] ?? '')}</td>`,
    )
    return `<tr id="r${row + 1}">${told.join('')}</tr>`
  })
  const body = `<div class="wide"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`
  return pageOf(name, table, language, 'tables', body, columns.map((column) => column.name).join(' · '))
}

function pageOf(
  name: string,
  { id, title, source, updated }: Document | Table,
  language: Language,
  kind: 'documents' | 'tables',
  body: string,
  description: string,
): StaticPage {
  const words = WORDS[language]
  const from = escaped([source.title, source.section ?? ''].filter((part) => part !== '').join(' · '))
  const linked = source.url ? `<a href="${escaped(source.url)}" rel="noopener">${from}</a>` : from
  return {
    language,
    title: `${title} · ${name}`,
    description: description.slice(0, LONGEST_DESCRIPTION).toWellFormed(),
    path: pathOf(`${kind}/${id}`, language),
    body:
      `<header><p><a href="${pathOf('', language)}">${words.help}</a> · ${words[kind]}</p><h1>${escaped(title)}</h1></header>${body}` +
      `<p><small>${words.source}${words.between}${linked} · ${words.checked} <time datetime="${updated}">${updated}</time></small></p>` +
      `<p><a href="/">${words.ask}</a></p>`,
    data: null,
  }
}
