/**
 * Reads the templates as they lie here, for the build, the tests and the measurements. A template is a folder of an
 * industry: sheets of articles (`<category>.<language>.md`), flows (`flows.<language>.json`), and `template.json`, which
 * gives the order of the categories and what only the business knows.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Infer, parse, v } from '../shared/base/schema.ts'
import { INDUSTRIES, type Industry } from '../shared/desk/settings.ts'
import type { Article } from '../shared/knowledge/article.ts'
import { type Flow, Flows } from '../shared/knowledge/flow.ts'
import { Placeholders } from '../shared/knowledge/placeholders.ts'
import { parseSheet } from '../shared/knowledge/sheet.ts'
import type { Language } from '../shared/language/language.ts'
import { LANGUAGES } from '../shared/language/languages.ts'

const Description = v.strictObject({ categories: v.array(v.string()), placeholders: Placeholders })
export type Description = Infer<typeof Description>

export interface Template {
  industry: Industry
  language: Language
  articles: Article[]
  flows: Flow[]
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

/** What a template says of itself. Throws on what is none. */
export function descriptionOf(industry: Industry): Description {
  const parsed = parse(Description, json(join(import.meta.dirname, industry, 'template.json')))
  if (!parsed.ok) throw new Error(`templates/${industry}/template.json: ${parsed.issues}`)
  return parsed.value
}

/** A template in a language, or null where there is none. Throws on any fault in it: half a template is none. */
export function readTemplate(industry: Industry, language: Language): Template | null {
  const folder = join(import.meta.dirname, industry)
  const { categories } = descriptionOf(industry)
  const ending = `.${language}.md`
  const found = readdirSync(folder).filter((file) => file.endsWith(ending))
  if (found.length === 0) return null
  const strays = found.filter((file) => !categories.includes(file.slice(0, -ending.length)))
  if (strays.length > 0) throw new Error(`templates/${industry}: ${strays.join(', ')} is in no order of template.json`)
  const articles = categories.flatMap((category) => {
    const file = category + ending
    if (!found.includes(file)) return []
    const sheet = parseSheet(readFileSync(join(folder, file), 'utf8'))
    const [fault] = sheet.faults
    if (fault) throw new Error(`templates/${industry}/${file}:${fault.line}: ${fault.code} ${fault.detail} (${fault.article})`)
    return sheet.articles
  })
  return { industry, language, articles, flows: readFlows(join(folder, `flows.${language}.json`)) }
}

function readFlows(path: string): Flow[] {
  if (!existsSync(path)) return []
  const parsed = parse(Flows, json(path))
  if (!parsed.ok) throw new Error(`${path}: ${parsed.issues}`)
  return parsed.value
}

/** Every template in every language that it is written in. */
export function allTemplates(): Template[] {
  return INDUSTRIES.flatMap((industry) => LANGUAGES.flatMap((language) => readTemplate(industry, language) ?? []))
}
