import type { Industry } from '../../shared/desk/settings.ts'
import type { Placeholder, PlaceholderValues } from '../../shared/knowledge/placeholders.ts'
import { LANGUAGES } from '../../shared/language/languages.ts'
import { type Env, THE_ONE } from '../env.ts'
import type { Adopted, Source } from './working.ts'

/** Takes over the template of an industry, in every language that it has. It lies among the static assets. */
export async function publishTemplate(env: Env, industry: Industry, values: PlaceholderValues, origin: string): Promise<void> {
  const sources: Adopted['sources'] = {}
  for (const language of LANGUAGES) {
    const source = await readAsset<Source>(env, `/templates/${industry}.${language}.json`, origin)
    if (source) sources[language] = source
  }
  const described = await readAsset<{ placeholders: Placeholder[] }>(env, `/templates/${industry}.json`, origin)
  if (Object.keys(sources).length === 0 || !described) throw new Error(`no template for ${industry}`)
  await env.KNOWLEDGE.getByName(THE_ONE).adopt({ sources, placeholders: described.placeholders, values }, 'system')
}

/** An asset that is missing is answered with the page of the app: not JSON. */
async function readAsset<Value>(env: Env, path: string, origin: string): Promise<Value | null> {
  const response = await env.ASSETS.fetch(new URL(path, origin))
  return response.ok && response.headers.get('content-type')?.includes('json') ? response.json<Value>() : null
}
