// Holds the catalogues to the screens: every key that is used exists, none lies unused, and both languages have the same
// keys with the same gaps to fill in. A key is `area.name`; `area.${…}` and `area.name-${…}` use all that begin so.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = join(import.meta.dirname, '..')
const WEB = join(ROOT, 'web/src')
const CATALOGUES = join(WEB, 'lib/i18n')
const LANGUAGES = ['zh-CN', 'en']

/**
 * @param {Record<string, Record<string, Record<string, string>>>} catalogues by language, then area, then name
 * @param {ReadonlyMap<string, string>} sources text by path
 * @returns {string[]} what is wrong, in words
 */
export function findFaults(catalogues, sources) {
  const byLanguage = Object.entries(catalogues).map(([language, areas]) => ({ language, words: flatten(areas) }))
  const known = new Set(byLanguage.flatMap(({ words }) => [...words.keys()]))
  const areas = new Set([...known].map((key) => key.split('.')[0]))
  const { named, certain, begun } = uses(sources, areas)
  return [
    ...byLanguage.flatMap(({ language, words }) => [...known].filter((key) => !words.has(key)).map((key) => `${language} lacks ${key}`)),
    ...[...known]
      .filter((key) => new Set(byLanguage.map(({ words }) => gaps(words.get(key)))).size > 1)
      .map((key) => `${key} has other gaps in another language`),
    ...byLanguage.flatMap(({ language, words }) =>
      [...words].filter(([, text]) => text.trim() === '').map(([key]) => `${language} has no words for ${key}`),
    ),
    ...[...certain].filter(([key]) => !known.has(key)).map(([key, path]) => `${path} uses ${key}, which no catalogue has`),
    ...[...known]
      .filter((key) => !named.has(key) && !begun.some((prefix) => key.startsWith(prefix)))
      .map((key) => `${key} is used nowhere`),
  ]
}

function flatten(areas) {
  return new Map(Object.entries(areas).flatMap(([area, names]) => Object.entries(names).map(([name, text]) => [`${area}.${name}`, text])))
}

/** The names of the gaps in a text, in order of the alphabet: `{count|one|other}` and `{name}`. */
function gaps(text = '') {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort().join(' ')
}

function uses(sources, areas) {
  const named = new Set()
  const certain = new Map()
  const begun = []
  for (const [path, text] of sources) {
    for (const [, key] of text.matchAll(/\bt\(\s*['"`]([^'"`$]+)['"`]/g)) certain.set(key, path)
    for (const [, key = ''] of text.matchAll(/['"`]([a-zA-Z][\w-]*\.[\w-]+)['"`]/g)) if (areas.has(key.split('.')[0])) named.add(key)
    for (const [, prefix = ''] of text.matchAll(/`([a-zA-Z][\w-]*\.[\w-]*)\$\{/g)) begun.push(prefix)
  }
  return { named, certain, begun }
}

function readSources(path, into = new Map()) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) readSources(inner, into)
    else if (/\.(ts|svelte)$/.test(entry.name)) into.set(relative(ROOT, inner), readFileSync(inner, 'utf8'))
  }
  return into
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!existsSync(CATALOGUES)) process.exit(0)
  const catalogues = Object.fromEntries(
    LANGUAGES.map((language) => [language, JSON.parse(readFileSync(join(CATALOGUES, `${language}.json`), 'utf8'))]),
  )
  const faults = findFaults(catalogues, readSources(WEB))
  for (const fault of faults) console.error(fault)
  process.exit(faults.length > 0 ? 1 : 0)
}
