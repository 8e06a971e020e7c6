// Everything that can be checked without running the product, side by side, told as a list. `--only name,name` picks.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const bin = (path) => join(ROOT, 'node_modules', path)
const TSC = bin('typescript/bin/tsc')
const has = (path) => existsSync(join(ROOT, path))

/** A check is a name and commands, run one after another; each command is a script of Node with its arguments. */
const tsc = (name, project) => (has(project) ? [{ name, steps: [[TSC, '--noEmit', '-p', project]] }] : [])
const web = {
  name: 'types: web',
  cwd: 'web',
  steps: [[bin('svelte-check/bin/svelte-check'), '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']],
}

const CHECKS = [
  {
    name: 'lint and format',
    steps: [[bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '--no-errors-on-unmatched', '--max-diagnostics', '100', '.']],
  },
  { name: 'layers', steps: [[bin('vitest/vitest.mjs'), 'run', '--project', 'node', '--reporter', 'dot', 'tests/house.test.ts']] },
  { name: 'catalogues', steps: [[join(ROOT, 'scripts/i18n-keys.mjs')]] },
  { name: 'dead code', steps: [[bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints']] },
  ...tsc('types: shared', 'shared/tsconfig.json'),
  ...tsc('types: worker', 'worker/tsconfig.json'),
  ...tsc('types: models', 'models/tsconfig.json'),
  ...tsc('types: tests and scripts', 'tests/tsconfig.json'),
  ...tsc('types: simulation', 'tests/sim/tsconfig.json'),
  ...tsc('types: tests of the worker', 'tests/worker/tsconfig.json'),
  ...tsc('types: tests of the screens', 'tests/web/tsconfig.json'),
  ...tsc('types: end to end', 'tests/e2e/tsconfig.json'),
  ...tsc('types: service worker', 'web/tsconfig.worker.json'),
  ...(has('web/tsconfig.json') ? [web] : []),
]

function run([script, ...args], cwd) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
    child.on('error', (fault) => resolve({ ok: false, output: String(fault) }))
    child.on('exit', (status) => resolve({ ok: status === 0, output }))
  })
}

async function perform({ name, steps, cwd = '.' }) {
  const begun = performance.now()
  for (const step of steps) {
    const { ok, output } = await run(step, join(ROOT, cwd))
    if (!ok)
      return told(name, begun, `$ ${step.map((part) => (part.startsWith(ROOT) ? relative(ROOT, part) : part)).join(' ')}\n${output.trim()}`)
  }
  return told(name, begun, null)
}

function told(name, begun, fault) {
  const seconds = `${((performance.now() - begun) / 1000).toFixed(1)} s`
  console.log(`${fault === null ? '✓ ok    ' : '✗ failed'}  ${name.padEnd(30)}${seconds.padStart(8)}`)
  return { name, fault }
}

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : undefined
const waiting = CHECKS.filter(({ name }) => !only || only.some((part) => name.includes(part)))
const results = []
const begun = performance.now()

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await perform(next))
}
// The settings that other checks read too (of dead code, of the screens) are written by SvelteKit first.
const kit = await run([bin('@sveltejs/kit/svelte-kit.js'), 'sync'], join(ROOT, 'web'))
if (!kit.ok) console.error(kit.output)
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work))

const failed = results.filter(({ fault }) => fault !== null)
for (const { name, fault } of failed) console.error(`\n── ${name} ${'─'.repeat(Math.max(3, 70 - name.length))}\n${fault}`)
console.log(`\n${results.length - failed.length} of ${results.length} ok in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
process.exit(failed.length > 0 || results.length === 0 ? 1 : 0)
