import { attributesOf, tokensOfXml } from './markup.ts'

/** The formats of days that every program knows by number (ECMA-376 part 1, 18.8.30, with those of East Asia). */
const BUILT_IN = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])

/** Which cell styles of a workbook show a day, by their number. */
export function dateStylesOf(pieces: Iterable<string>): Set<number> {
  const custom = new Set<number>()
  const styles = new Set<number>()
  let inCellFormats = false
  let style = 0
  for (const token of tokensOfXml(pieces)) {
    if (token.kind === 'text') continue
    if (token.name === 'cellXfs') inCellFormats = token.kind === 'open'
    if (token.kind !== 'open') continue
    const attributes = attributesOf(token.attributes)
    if (token.name === 'numFmt' && showsDay(attributes.get('formatCode') ?? '')) custom.add(Number(attributes.get('numFmtId')))
    if (token.name !== 'xf' || !inCellFormats) continue
    const format = Number(attributes.get('numFmtId'))
    if (BUILT_IN.has(format) || custom.has(format)) styles.add(style)
    style++
  }
  return styles
}

/** Whether a format shows a year or a day, its quoted and bracketed parts aside. */
function showsDay(format: string): boolean {
  const bare = format.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
  return /[yd]/i.test(bare) || /[年日]/.test(bare)
}
