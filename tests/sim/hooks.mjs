// Lets Node run the product's own sources in a simulation: its aliases, the platform's module, and, for mutants, one change.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = new URL('../../', import.meta.url)
const changes = JSON.parse(process.env.EVENKEEL_MUTANT ?? '[]')

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'cloudflare:workers') return { url: new URL('tests/sim/cloudflare-workers.ts', ROOT).href, shortCircuit: true }
    if (specifier.startsWith('$shared/')) return { url: new URL(`shared/${specifier.slice(8)}`, ROOT).href, shortCircuit: true }
    if (specifier === 'idb')
      return { url: pathToFileURL(fileURLToPath(new URL('node_modules/idb/build/index.js', ROOT))).href, shortCircuit: true }
    return next(specifier, context)
  },
  load(url, context, next) {
    const mine = changes.filter(({ file }) => url === new URL(file, ROOT).href)
    if (mine.length === 0) return next(url, context)
    let source = readFileSync(fileURLToPath(url), 'utf8')
    for (const { file, from, to } of mine) {
      if (!source.includes(from)) throw new Error(`${file} does not hold ${from}`)
      source = source.replace(from, () => to)
    }
    return { ...next(url, context), source }
  },
})
