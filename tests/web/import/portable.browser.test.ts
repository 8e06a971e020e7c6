import { expect, it } from 'vitest'
import { readImport } from '$lib/knowledge/import/read.ts'

/** A page that says `Q: Where` and `A: Here`, in a font that every program has. */
const PDF = `%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>
endobj
4 0 obj
<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>
endobj
5 0 obj
<< /Length 77 >>
stream
BT /F 12 Tf 20 200 Td (Q: Where) Tj ET BT /F 12 Tf 20 180 Td (A: Here) Tj ET
endstream
endobj
trailer << /Root 1 0 R /Size 6 >>
%%EOF`

it('reads a PDF in a thread of its own, in a browser', async () => {
  const told = await readImport('a.pdf', new TextEncoder().encode(PDF), { language: 'en', existing: [], today: '2026-11-21' })
  expect(told.faults).toEqual([])
  expect(told.articles.map(({ question, answer }) => [question, answer])).toEqual([['Where', 'Here']])
  expect(performance.getEntriesByType('resource').some(({ name }) => name.includes('pdf.worker'))).toBe(true)
}, 30_000)
