// Builds what is stale and serves the whole product on localhost, with durable storage in .evenkeel/.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const STORE = process.env.EVENKEEL_STORE ?? join(ROOT, '.evenkeel')
const PORT = Number(process.env.PORT ?? 8787)
const ADDRESS = `http://localhost:${PORT}`

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 22) {
  console.error(
    `Evenkeel needs Node 22 or newer; this is ${process.version}. On Linux x64 \`npm ci\` brings one along; elsewhere install it from nodejs.org.`,
  )
  process.exit(1)
}

/** The first-run code: made once and kept beside the data, so that only who sees this terminal can set the desk up. */
function setupCode() {
  const file = join(STORE, 'setup-code')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const code = randomBytes(6)
    .toString('hex')
    .replace(/(.{4})(?!$)/g, '$1-')
  mkdirSync(STORE, { recursive: true })
  writeFileSync(file, `${code}\n`, { mode: 0o600 })
  return code
}

const code = setupCode()
const wrangler = spawn(
  process.execPath,
  [
    join(ROOT, 'node_modules/wrangler/bin/wrangler.js'),
    'dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(PORT),
    '--inspector-port',
    '0',
    '--persist-to',
    join(STORE, 'state'),
    '--show-interactive-dev-session=false',
    '--log-level',
    process.env.EVENKEEL_LOG ?? 'warn',
    '--var',
    `SETUP_CODE:${code}`,
    // Lets the business's own system be one on this machine.
    ...(process.env.CONNECTOR_LOCAL === '1' ? ['--var', 'CONNECTOR_LOCAL:1'] : []),
  ],
  {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  },
)
wrangler.on('exit', (status) => process.exit(status ?? 1))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => wrangler.kill(signal))

async function ready() {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${PORT}/api/desk`)
      if (response.ok) return (await response.json()).configured
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

const configured = await ready()
const next = configured
  ? ['', `  客户页面 customers   ${ADDRESS}/`, `  坐席工作台 seats       ${ADDRESS}/desk`, `  设置 settings        ${ADDRESS}/settings`]
  : ['', `  下一步：打开 ${ADDRESS}/setup 完成设置，首次运行码：${code}`, `  Next: open ${ADDRESS}/setup; the first-run code is ${code}`]
console.log(['', `  Evenkeel 稳舟 → ${ADDRESS}`, ...next, '', `  数据 data: ${STORE}    停止 stop: Ctrl+C`, ''].join('\n'))
