import { strToU8, type Zippable, zipSync } from 'fflate'
import type { Article } from '../../shared/knowledge/article.ts'
import type { ImportContext, Imported } from '../../web/src/lib/knowledge/import/draft.ts'
import { readImport } from '../../web/src/lib/knowledge/import/read.ts'

export const TODAY = '2026-11-21'
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
/** 退货 in GB18030 is two bytes a sign; a test gives its bytes by hand, since nothing here encodes it. */
export const bytesOf = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...utf8(part)] : part)))

/** Reads a file as a Chinese desk without articles would. */
export function imported(name: string, content: string | Uint8Array, changes: Partial<ImportContext> = {}): Promise<Imported> {
  const context: ImportContext = { language: 'zh-CN', existing: [], today: TODAY, ...changes }
  return readImport(name, typeof content === 'string' ? utf8(content) : content, context)
}

/** What was told, short: `row field code`. */
export const toldBy = ({ faults }: Imported): string[] => faults.map(({ row, field, code }) => `${row} ${field} ${code}`)
/** Question and answer of every article. */
export const saidBy = ({ articles }: Imported): [string, string][] => articles.map(({ question, answer }) => [question, answer])

export const ARTICLE: Article = {
  id: 'return',
  category: '退换',
  question: '怎么退货',
  phrasings: ['不想要了', '七天无理由'],
  answer: '寄回来。\n\n- 七天内\n- 商品完好',
  source: { title: '消费者权益保护法', section: '第二十五条' },
  updated: '2026-01-05',
  related: ['refund'],
  spoken: '七天内寄回来。',
  intents: ['return-goods'],
  wording: 'verbatim',
  audience: 'staff',
  valid: { from: '2026-01-01', until: '2026-12-31' },
  owner: '售后组',
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

interface Sheet {
  name: string
  /** What stands in `<sheetData>`, and after it. */
  data: string
  after?: string
}

/** Rows of texts as `<row>`s with inline strings. */
export const rowsOf = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells, at) => {
      const inner = cells.map((cell) => (cell === '' ? '<c/>' : `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`)).join('')
      return `<row r="${at + 1}">${inner}</row>`
    })
    .join('')

/** A workbook of sheets, with shared strings and formats where they are given. */
export function workbook(sheets: readonly Sheet[], parts: { strings?: string; styles?: string; properties?: string } = {}): Uint8Array {
  const list = sheets.map(({ name }, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')
  const links = sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="t" Target="worksheets/sheet${at + 1}.xml"/>`).join('')
  const files: Zippable = {
    'xl/workbook.xml': strToU8(`${XML}<workbook xmlns:r="r">${parts.properties ?? ''}<sheets>${list}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`${XML}<Relationships>${links}</Relationships>`),
  }
  for (const [at, { data, after = '' }] of sheets.entries())
    files[`xl/worksheets/sheet${at + 1}.xml`] = strToU8(`${XML}<worksheet><sheetData>${data}</sheetData>${after}</worksheet>`)
  if (parts.strings) files['xl/sharedStrings.xml'] = strToU8(`${XML}<sst>${parts.strings}</sst>`)
  if (parts.styles) files['xl/styles.xml'] = strToU8(`${XML}<styleSheet>${parts.styles}</styleSheet>`)
  return zipSync(files)
}

/** A paragraph of a document. */
export const paragraph = (text: string, properties = ''): string =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`
export const heading = (level: number, text: string): string => paragraph(text, `<w:pStyle w:val="${level}"/>`)
export const item = (list: number, text: string, depth = 0): string =>
  paragraph(text, `<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${list}"/></w:numPr>`)
export const table = (rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows.map((cells) => `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`

/** A document with headings by name (styles 1 to 3), a bulleted list (1) and a numbered list (2). */
export function wordDocument(body: string): Uint8Array {
  const style = (level: number) => `<w:style w:styleId="${level}"><w:name w:val="heading ${level}"/></w:style>`
  const numbering =
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>' +
    '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>' +
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
  return zipSync({
    'word/document.xml': strToU8(`${XML}<w:document><w:body>${body}</w:body></w:document>`),
    'word/styles.xml': strToU8(
      `${XML}<w:styles>${[1, 2, 3].map(style).join('')}<w:style w:styleId="9"><w:name w:val="toc 1"/></w:style></w:styles>`,
    ),
    'word/numbering.xml': strToU8(`${XML}<w:numbering>${numbering}</w:numbering>`),
  })
}

/**
 * A PDF as small as one can be: a font with a map to Unicode, and a page for each list of lines, whose signs are written as
 * the numbers of a two-byte encoding. `font` puts another in its place.
 */
export function portable(pages: readonly (readonly string[])[], font?: string): Uint8Array {
  const hex = (text: string) => Array.from(text, (sign) => sign.charCodeAt(0).toString(16).padStart(4, '0')).join('')
  const signs = [...new Set(pages.flat().join(''))]
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${chunks(signs, 100)
  .map((part) => `${part.length} beginbfchar\n${part.map((sign) => `<${hex(sign)}> <${hex(sign)}>`).join('\n')}\nendbfchar`)
  .join('\n')}
endcmap end end`
  const stream = (text: string) => `<< /Length ${utf8(text).length} >>\nstream\n${text}\nendstream`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, at) => `${6 + at * 2} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    font ?? '<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>',
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> ' +
      '/DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 ' +
      '/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>',
    stream(map),
    ...pages.flatMap((lines, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents ${7 + at * 2} 0 R >>`,
      stream(lines.map((line, number) => `BT /F 12 Tf 60 ${780 - number * 18} Td <${hex(line)}> Tj ET`).join('\n')),
    ]),
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, at) => {
    const offset = utf8(text).length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = utf8(text).length
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return utf8(
    `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`,
  )
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size))
}
