import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ALWAYS } from '../../shared/calendar/hours.ts'
import { TerminalSeat } from '../client/seat.ts'

const ROOT = join(import.meta.dirname, '../..')
const OWNER = { name: '李娜', email: 'lina@example.cn', password: 'a calm sea is no school' }

/** The built product in processes of its own, on a store of its own, that can be killed and started again. */
export class Product {
  readonly base: string
  readonly #port: number
  /** Its data, which outlives the processes. */
  readonly store = mkdtempSync(join(tmpdir(), 'evenkeel-'))
  #process: ChildProcess | null = null

  constructor(port: number) {
    this.#port = port
    this.base = `http://127.0.0.1:${port}`
  }

  async start(): Promise<void> {
    this.#process = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs')], {
      cwd: ROOT,
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, PORT: String(this.#port), EVENKEEL_STORE: this.store, EVENKEEL_LOG: 'error' },
    })
    for (;;) {
      try {
        if ((await fetch(`${this.base}/api/desk`)).ok) return
      } catch {
        // Not listening yet.
      }
      await sleep(100)
    }
  }

  /** SIGKILL to the whole process group: no handler runs, nothing is flushed by hand. */
  async kill(): Promise<void> {
    const pid = this.#process?.pid
    if (!pid) return
    process.kill(-pid, 'SIGKILL')
    // The port is free once the last process of the group is gone.
    while (await this.#isListening()) await sleep(20)
  }

  /** Sets the desk up and gives its owner's seat, signed in. */
  async configure(): Promise<TerminalSeat> {
    const seat = new TerminalSeat(this.base)
    const code = readFileSync(join(this.store, 'setup-code'), 'utf8').trim()
    const settings = { name: '山海小店', industry: 'e-commerce', language: 'zh-CN', hours: ALWAYS }
    const { status } = await seat.http.send('POST', '/api/setup', { code, settings, owner: OWNER })
    if (status !== 201) throw new Error(`set-up answered ${status}`)
    return seat
  }

  /** Throws the data away. */
  forget(): void {
    rmSync(this.store, { recursive: true, force: true })
  }

  async #isListening(): Promise<boolean> {
    try {
      await fetch(this.base, { signal: AbortSignal.timeout(200) })
      return true
    } catch (fault) {
      return fault instanceof Error && fault.name === 'TimeoutError'
    }
  }
}

export const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
