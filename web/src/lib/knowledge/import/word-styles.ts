import { attributesOf, tokensOfXml } from './markup.ts'

interface Style {
  name: string
  basedOn: string
  outline: number | null
}

/** How deep the headings of each style are (1 is the highest), by the style's id; 0 is passed over (tables of contents). */
export function headingStylesOf(pieces: Iterable<string>): Map<string, number> {
  const styles = new Map<string, Style>()
  let style: Style | null = null
  for (const token of tokensOfXml(pieces)) {
    if (token.kind !== 'open') continue
    const attributes = attributesOf(token.attributes)
    const value = attributes.get('val') ?? ''
    if (token.name === 'style') {
      style = { name: '', basedOn: '', outline: null }
      styles.set(attributes.get('styleId') ?? '', style)
    } else if (style && token.name === 'name') style.name = value
    else if (style && token.name === 'basedOn') style.basedOn = value
    else if (style && token.name === 'outlineLvl') style.outline = Number(value)
  }
  const levels = new Map<string, number>()
  for (const id of styles.keys()) {
    const level = levelOf(styles, id)
    if (level !== null) levels.set(id, level)
  }
  return levels
}

const DEEPEST_BASE = 10

function levelOf(styles: ReadonlyMap<string, Style>, id: string): number | null {
  let style = styles.get(id)
  for (let depth = 0; style && depth < DEEPEST_BASE; depth++) {
    if (/^toc\b|^目录/i.test(style.name)) return 0
    const level = headingLevelOf(style.name)
    if (level !== null) return level
    if (style.outline !== null && style.outline < 9) return style.outline + 1
    style = styles.get(style.basedOn)
  }
  return null
}

/** The level that the name of a style tells: `heading 2`, `标题 2`; a title stands above them all. */
export function headingLevelOf(name: string): number | null {
  const digit = /^(?:heading|标题)\s*(\d)$/i.exec(name)?.[1]
  if (digit) return Number(digit)
  return /^(?:title|标题)$/i.test(name) ? 1 : null
}

/** Which lists are numbered: the ids of numberings, each with the levels (from 0) that count. */
export function numberedListsOf(pieces: Iterable<string>): (id: string, level: number) => boolean {
  const abstract = new Map<string, Set<number>>()
  const lists = new Map<string, string>()
  let current = ''
  let number = ''
  let level = 0
  for (const token of tokensOfXml(pieces)) {
    if (token.kind !== 'open') continue
    const attributes = attributesOf(token.attributes)
    const value = attributes.get('val') ?? ''
    if (token.name === 'abstractNum') current = attributes.get('abstractNumId') ?? ''
    else if (token.name === 'lvl') level = Number(attributes.get('ilvl') ?? 0)
    else if (token.name === 'numFmt' && value !== 'bullet' && value !== 'none')
      abstract.set(current, (abstract.get(current) ?? new Set()).add(level))
    else if (token.name === 'num') number = attributes.get('numId') ?? ''
    else if (token.name === 'abstractNumId') lists.set(number, value)
  }
  return (id, at) => abstract.get(lists.get(id) ?? '')?.has(at) ?? false
}
