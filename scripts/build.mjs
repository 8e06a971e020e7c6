// Builds the PWA into web/build. With --if-stale, only when something it is made of is newer than the last build.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const BUILT = join(ROOT, 'web/build/index.html')
const SOURCES = [
  'web/src',
  'web/static',
  'web/svelte.config.js',
  'web/vite.config.ts',
  'web/catalogues.ts',
  'web/models.ts',
  'web/templates.ts',
  'shared',
  'models/runtime',
  'templates',
  'package-lock.json',
]

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

const stale = !existsSync(BUILT) || SOURCES.some((source) => newest(join(ROOT, source)) > statSync(BUILT).mtimeMs)
if (stale || !process.argv.includes('--if-stale')) {
  execFileSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: join(ROOT, 'web'),
    stdio: 'inherit',
    // Also where a test that says otherwise is who builds.
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

// The service worker is a classic script: an import that is left in it fails where nobody sees it, in the browser alone.
if (/\bimport\s*\(|\bimport\.meta\b/.test(readFileSync(join(ROOT, 'web/build/service-worker.js'), 'utf8'))) {
  console.error('web/build/service-worker.js holds an import: something it uses is split off.')
  process.exit(1)
}
