import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
/** Clock ticks a second, as the kernel counts process time. */
export const TICKS = Number(execFileSync('getconf', ['CLK_TCK']).toString())
const PAGE = Number(execFileSync('getconf', ['PAGESIZE']).toString())
/** The first-run code of every desk that is measured. */
export const SETUP_CODE = 'bench-bench-bench'

/** A worker in a real workerd, on a store of its own that outlives its kills. Its processor time and memory can be read. */
export class Server {
  readonly base: string
  readonly #config: string
  readonly #port: number
  readonly #store: string
  #process: ChildProcess | null = null

  /** The store is made in `folder`: on a disk that syncs slowly, that is what is measured. */
  constructor(config: string, port: number, folder = tmpdir()) {
    this.#store = mkdtempSync(join(folder, 'bench-'))
    this.#config = config
    this.#port = port
    this.base = `http://127.0.0.1:${port}`
  }

  static async start(config: string, port: number, folder?: string): Promise<Server> {
    const server = new Server(config, port, folder)
    server.launch()
    await server.ready()
    return server
  }

  /** Starts the process, on the store of the last one, and waits for nothing. */
  launch(): void {
    this.#process = spawn(
      process.execPath,
      [
        join(ROOT, 'node_modules/wrangler/bin/wrangler.js'),
        'dev',
        '-c',
        this.#config,
        '--ip',
        '127.0.0.1',
        '--port',
        String(this.#port),
        '--inspector-port',
        process.env.BENCH_INSPECTOR_PORT ?? '0',
        '--persist-to',
        this.#store,
        '--show-interactive-dev-session=false',
        '--log-level',
        'none',
        '--var',
        `SETUP_CODE:${SETUP_CODE}`,
      ],
      {
        cwd: ROOT,
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
      },
    )
  }

  /** Resolves when it answers. */
  async ready(): Promise<void> {
    for (;;) {
      try {
        await fetch(this.base, { signal: AbortSignal.timeout(2000) })
        return
      } catch {
        await sleep(50)
      }
    }
  }

  /** SIGKILL to the whole process group: no handler runs, nothing is flushed. Resolves when nobody listens any more. */
  async kill(): Promise<void> {
    if (this.#process?.pid) process.kill(-this.#process.pid, 'SIGKILL')
    this.#process = null
    while (await this.#isListening()) await sleep(10)
  }

  /** Ends it and throws its store away. */
  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.#store, { recursive: true, force: true })
  }

  /** Processor milliseconds that the workerd processes of this server have used, or all its processes. */
  cpu(which: 'workerd' | 'all' = 'workerd'): number {
    return this.#stats(which === 'all' ? '' : 'workerd').reduce(
      (sum, fields) => sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS,
      0,
    )
  }

  /** Megabytes of memory that the workerd processes of this server hold now. */
  memory(): number {
    return this.#stats('workerd').reduce((sum, fields) => sum + (Number(fields[21]) * PAGE) / 1024 ** 2, 0)
  }

  /** What the kernel tells of the processes of this server that are named so: the fields of proc(5) from the third on. */
  #stats(name: string): string[][] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(statOf)
      .filter((stat) => stat !== '' && stat.startsWith(name, stat.indexOf('(') + 1))
      .map((stat) => stat.slice(stat.lastIndexOf(') ') + 2).split(' '))
      .filter((fields) => Number(fields[2]) === this.#process?.pid)
  }

  /** Resolves when somebody listens, who may still be starting. */
  async listening(): Promise<void> {
    while (!(await this.#isListening())) await sleep(5)
  }

  #isListening(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, '127.0.0.1')
      const done = (listens: boolean) => {
        socket.destroy()
        resolve(listens)
      }
      socket.on('connect', () => done(true))
      socket.on('error', () => done(false))
    })
  }
}

export const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Empty for a process that has ended in the meantime. */
function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}
