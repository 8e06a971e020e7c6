import type { Plugin } from 'vite'
import { INDUSTRIES, type Industry } from '../shared/desk/settings.ts'
import type { Placeholder } from '../shared/knowledge/placeholders.ts'
import { LANGUAGES } from '../shared/language/languages.ts'
import { allTemplates, descriptionOf, readTemplate } from '../templates/read.ts'

/** What an owner is asked for: the placeholders that something in the template needs. */
function askedIn(industry: Industry): Placeholder[] {
  const text = JSON.stringify(LANGUAGES.map((language) => readTemplate(industry, language)))
  return descriptionOf(industry).placeholders.filter(({ key }) => text.includes(`{{${key}}}`))
}

/**
 * Lays every industry's template among the static assets, from where the worker takes the chosen one: its articles and
 * flows by language, and what the owner is asked for.
 */
export function templates(): Plugin {
  return {
    name: 'templates',
    applyToEnvironment: (environment) => environment.name === 'client',
    generateBundle() {
      const lay = (name: string, value: unknown) =>
        this.emitFile({ type: 'asset', fileName: `templates/${name}.json`, source: JSON.stringify(value) })
      for (const { industry, language, articles, flows } of allTemplates()) lay(`${industry}.${language}`, { articles, flows })
      for (const industry of INDUSTRIES) lay(industry, { placeholders: askedIn(industry) })
    },
  }
}
