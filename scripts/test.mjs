// All tests, one kind after another, and at the end one line that counts them: `N passed, N failed`.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'

const ROOT = join(import.meta.dirname, '..')
const RESULTS = join(ROOT, 'test-results')
const bin = (path) => join(ROOT, 'node_modules', path)

rmSync(RESULTS, { recursive: true, force: true })
mkdirSync(RESULTS, { recursive: true })
const env = { ...process.env, CHROMIUM: findChromium(), CI: 'true', WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' }

function run(name, script, ...args) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}`)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env })
    child.on('exit', (status) => resolve(status === 0))
  })
}

let passed = 0
let failed = 0

/** A step that is one check in itself. */
async function step(name, script, ...args) {
  if (await run(name, script, ...args)) passed++
  else failed++
}

/** A runner that tells how many of its tests passed. One that dies without saying so counts as a failure. */
async function suite(name, file, count, script, ...args) {
  const ok = await run(name, script, ...args)
  try {
    const counted = count(JSON.parse(readFileSync(join(RESULTS, file), 'utf8')))
    passed += counted.passed
    failed += counted.failed
    if (!ok && counted.failed === 0) failed++
  } catch {
    failed++
  }
}

const ofVitest = (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests })
const ofPlaywright = ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky })
const vitest = (project, file) =>
  suite(
    `vitest: ${project}`,
    file,
    ofVitest,
    bin('vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter',
    'dot',
    '--reporter',
    'json',
    '--outputFile.json',
    join(RESULTS, file),
  )

await step('build', join(ROOT, 'scripts/build.mjs'))
await step('check', join(ROOT, 'scripts/check.mjs'))
await vitest('node', 'node.json')
await step('training, tiny', join(ROOT, 'scripts/smoke-train.mjs'))
await vitest('workers', 'workers.json')
await vitest('browser', 'browser.json')
await vitest('crash', 'crash.json')
await suite('playwright', 'e2e.json', ofPlaywright, bin('@playwright/test/cli.js'), 'test')
await step('size', join(ROOT, 'scripts/size.mjs'))
await step('deploy, dry', bin('wrangler/bin/wrangler.js'), 'deploy', '--dry-run', '--outdir', join(RESULTS, 'worker'))

console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
