import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { INDUSTRIES } from '../../shared/desk/settings.ts'
import { LANGUAGES } from '../../shared/language/languages.ts'
import { readTemplate } from '../../templates/read.ts'
import type { Asked, Collection } from './clusters.ts'

const TEMPLATES = join(import.meta.dirname, '../../templates')

/** A file with a JSON value on each line. */
export const linesOf = <Line>(path: string): Line[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line)

/** Every template that questions were written for, which its articles do not hold. */
export function templateSets(): Collection[] {
  return INDUSTRIES.flatMap((industry) =>
    LANGUAGES.flatMap((language) => {
      const path = join(TEMPLATES, industry, `questions.${language}.jsonl`)
      const template = existsSync(path) ? readTemplate(industry, language) : null
      if (!template) return []
      return [{ name: `${industry} ${language}`, articles: template.articles, asked: linesOf<Asked>(path) }]
    }),
  )
}
