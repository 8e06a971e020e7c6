// How much JavaScript the customer's first screen needs, gzipped: what the page's own modules import without being asked
// for later. Fails above the limit.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const LIMIT = 80 * 1024
const BUILD = join(import.meta.dirname, '../web/build')
const IMPORT = /(?:^|[;}\s])(?:import|export)\s*(?:[\w*${},\s]+?from)?\s*["'](\.{1,2}\/[^"']+\.js)["']/g
const LAZY = /import\(\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]\s*\)/g

const html = readFileSync(join(BUILD, 'index.html'), 'utf8')
const manifest = [...html.matchAll(/\/(_app\/immutable\/[^"']+\.js)/g)].map((match) => match[1])
const seen = new Map()

function visit(path) {
  if (seen.has(path)) return
  const text = readFileSync(join(BUILD, path), 'utf8')
  seen.set(path, gzipSync(text, { level: 9 }).length)
  for (const match of text.matchAll(IMPORT)) visit(join(path, '..', match[1]))
}

for (const path of manifest) visit(path)
// The app lists its pages and loads the one that is asked for: root layout, error page, and what "/" is drawn by.
const app = manifest.find((path) => path.includes('entry/app')) ?? [...seen.keys()].find((path) => path.includes('entry/app'))
const entry = readFileSync(join(BUILD, app), 'utf8')
const home = /["'`]\/["'`]\s*:\s*\[\s*~?(\d+)/.exec(entry)?.[1]
if (!home) throw new Error('the page of "/" was not found in the build')
const pages = [...entry.matchAll(LAZY)].map((match) => join(app, '..', match[1])).filter((path) => path.includes('nodes/'))
for (const path of pages.filter((page) => ['0', '1', home].includes(/nodes\/(\d+)\./.exec(page)?.[1] ?? ''))) visit(path)
// One catalogue is loaded before anything is drawn; the larger one counts.
const catalogues = [...seen.keys()]
  .flatMap((path) => [...readFileSync(join(BUILD, path), 'utf8').matchAll(LAZY)].map((match) => join(path, '..', match[1])))
  .filter((path) => /common:\{close:/.test(readFileSync(join(BUILD, path), 'utf8')))
const catalogue = catalogues.map((path) => [path, gzipSync(readFileSync(join(BUILD, path))).length]).sort((a, b) => b[1] - a[1])[0]
if (catalogue) seen.set(catalogue[0], catalogue[1])

for (const [path, bytes] of [...seen].sort((a, b) => b[1] - a[1]).slice(0, 12))
  console.log(`${String(bytes).padStart(8)}  ${path.replace('_app/immutable/', '')}`)
const total = [...seen.values()].reduce((sum, bytes) => sum + bytes, 0)
console.log(`${(total / 1024).toFixed(1)} KB gzip in ${seen.size} files, limit ${LIMIT / 1024} KB`)
process.exit(total <= LIMIT ? 0 : 1)
