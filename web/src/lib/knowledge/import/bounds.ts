/** How much of a file is read. A file beyond these is no list of articles, or is made to exhaust the page. */
export const BOUNDS = {
  fileBytes: 20 * 1024 * 1024,
  /** Of the parts of an archive that are read, once expanded. */
  expandedBytes: 128 * 1024 * 1024,
  archiveEntries: 5000,
  rows: 50_000,
  columns: 200,
  cellCharacters: 100_000,
  sharedStrings: 2_000_000,
  /** A tag, a comment or another mark of XML or HTML. */
  markCharacters: 1_000_000,
  blocks: 200_000,
  pages: 500,
  pdfMilliseconds: 60_000,
  passageCharacters: 900,
  /** A desk holds no more (see `Articles`). */
  articles: 5000,
} as const
