import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
/** Clock ticks a second, as the kernel counts process time. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK']).toString())

/** A worker in a real workerd, whose processor time can be read. */
export class Server {
  readonly base: string
  readonly #process: ChildProcess

  private constructor(base: string, process: ChildProcess) {
    this.base = base
    this.#process = process
  }

  static async start(config: string, port: number): Promise<Server> {
    const child = spawn(
      process.execPath,
      [
        join(ROOT, 'node_modules/wrangler/bin/wrangler.js'),
        'dev',
        '-c',
        config,
        '--ip',
        '127.0.0.1',
        '--port',
        String(port),
        '--inspector-port',
        '0',
        '--persist-to',
        mkdtempSync(join(tmpdir(), 'bench-')),
        '--show-interactive-dev-session=false',
        '--log-level',
        'none',
      ],
      {
        cwd: ROOT,
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
      },
    )
    const base = `http://127.0.0.1:${port}`
    for (;;) {
      try {
        await fetch(base, { signal: AbortSignal.timeout(500) })
        return new Server(base, child)
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    }
  }

  /** Processor milliseconds that the workerd of this server has used. */
  cpu(): number {
    const group = execFileSync('ps', ['-eo', 'pid=,pgid=,comm=']).toString().trim().split('\n')
    const mine = group
      .map((line) => line.trim().split(/\s+/))
      .filter(([, pgid, name]) => Number(pgid) === this.#process.pid && name?.startsWith('workerd'))
    return mine.reduce((sum, [pid]) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
    }, 0)
  }

  stop(): void {
    if (this.#process.pid) process.kill(-this.#process.pid, 'SIGKILL')
  }
}
