import type { Industry } from '../../shared/desk/settings.ts'
import { LANGUAGES } from '../../shared/language/languages.ts'
import { type Env, THE_ONE } from '../env.ts'

/** Publishes the articles of an industry, in every language that its template has. They lie among the static assets. */
export async function publishTemplate(env: Env, industry: Industry, origin: string): Promise<void> {
  let published = 0
  for (const language of LANGUAGES) {
    const response = await env.ASSETS.fetch(new URL(`/templates/${industry}.${language}.json`, origin))
    // A language that is missing is answered with the page of the app: not JSON.
    if (!response.ok || !response.headers.get('content-type')?.includes('json')) continue
    await env.KNOWLEDGE.getByName(THE_ONE).publish({ format: 1, language, articles: await response.json() })
    published++
  }
  if (published === 0) throw new Error(`no template for ${industry}`)
}
