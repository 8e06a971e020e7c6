import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type CDPSession, chromium, type Locator, type Page } from 'playwright-core'
import type { Identity } from '../../scripts/client/customer.ts'
import { sleep } from '../../scripts/product/product.ts'
import type { ConversationId } from '../../shared/base/ids.ts'
import type { Crash } from './crash-plan.ts'

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What a page shows of what its customer wrote. */
export interface Sight {
  thread: { text: string; progress: string }[]
  composer: string
}

/** Reads stores of the replica in the page, once every write to them that the page has begun is done. */
const READ = `(stores, read) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('evenkeel-customer')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const transaction = opening.result.transaction(stores)
    const requests = read(transaction)
    transaction.oncomplete = () => { opening.result.close(); resolve(requests.map((request) => request.result)) }
    transaction.onabort = () => reject(transaction.error)
  }
})`

/** Looks behind a read of the drafts: the page, which asked for its draft before it drew its thread, has it by then. */
const LOOK = `(async () => {
  const turns = [...document.querySelectorAll('li.turn.mine')]
  await (${READ})(['drafts'], (transaction) => [transaction.objectStore('drafts').count()])
  return {
    thread: turns.map((turn) => ({
      text: turn.querySelector('bdi')?.textContent ?? '',
      progress: turn.querySelector('[data-progress]')?.dataset.progress ?? '',
    })),
    composer: document.querySelector('form.composer textarea')?.value ?? '',
  }
})()`

/** Says of every text that goes into the replica when the browser has told the page that it is written. */
const TELL = `for (const name of ['put', 'add']) {
  const real = IDBObjectStore.prototype[name]
  IDBObjectStore.prototype[name] = function (row, ...rest) {
    const text = row?.command?.text ?? row?.text
    if (text) this.transaction.addEventListener('complete', () => console.debug('written', text))
    return real.call(this, row, ...rest)
  }
}`

const WHO = `(${READ})(['kept'], (transaction) => ['identity', 'current'].map((key) => transaction.objectStore('kept').get(key)))`

/** A customer's browser with a profile on the disk, which can be made to die and is opened again on the same profile. */
export class CustomerBrowser {
  readonly #base: string
  readonly #written = new Set<string>()
  readonly #profile = mkdtempSync(join(tmpdir(), 'evenkeel-profile-'))
  #opened: { context: BrowserContext; page: Page; devtools: CDPSession; group: number } | null = null

  constructor(base: string) {
    this.#base = base
  }

  /** The first visit: the app is laid up for offline use. */
  async visit(): Promise<void> {
    await this.#launch(false)
    await this.#now.page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    while (!(await this.#now.page.evaluate('navigator.serviceWorker.controller !== null'))) await sleep(20)
  }

  get page(): Page {
    return this.#now.page
  }

  get devtools(): CDPSession {
    return this.#now.devtools
  }

  get composer(): Locator {
    return this.#now.page.locator('form.composer textarea')
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.#now.context.setOffline(offline)
  }

  async write(text: string, byKeys: boolean): Promise<void> {
    await this.composer.focus()
    if (byKeys) await this.#now.page.keyboard.type(text)
    else await this.#now.page.keyboard.insertText(text)
  }

  /** Presses Enter and waits for nothing: the page may be dead before it hears of it. */
  press(): void {
    this.#now.page.keyboard.press('Enter').catch(() => {})
  }

  async send(): Promise<void> {
    await this.#now.page.keyboard.press('Enter')
  }

  async look(): Promise<Sight> {
    return this.#now.page.evaluate<Sight>(LOOK)
  }

  /** Whether the page had been told of a text, up to now or to its death, that it is written. */
  wasWritten(text: string): boolean {
    return this.#written.has(text)
  }

  /** Who this browser's customer is, and the conversation that is going on. */
  async who(): Promise<{ identity: Identity; conversation: ConversationId }> {
    const [identity, current] = await this.#now.page.evaluate<[{ value: Identity }, { value: ConversationId }]>(WHO)
    return { identity: { id: identity.value.id, secret: identity.value.secret }, conversation: current.value }
  }

  /** Nothing in the page, or in the whole browser, is told of it beforehand. */
  async crash(kind: Crash): Promise<void> {
    const { context, page, devtools, group } = this.#now
    if (kind === 'page') {
      const crashed = page.waitForEvent('crash')
      devtools.send('Page.crash').catch(() => {})
      await crashed
    } else {
      const closed = context.waitForEvent('close')
      process.kill(-group, 'SIGKILL')
      await closed
      // The dying process of the storage still holds its lock: a browser started now would find the profile taken.
      while (isAlive(group)) await sleep(10)
    }
  }

  /** Opens the page again, in a new browser where the old one is gone, with the network as it was before. */
  async reopen(kind: Crash, offline: boolean): Promise<void> {
    if (kind === 'browser') return this.#launch(offline)
    const { context, page, group } = this.#now
    const next = await context.newPage()
    await page.close()
    await this.#show(context, next, group)
  }

  async close(): Promise<void> {
    await this.#opened?.context.close()
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  get #now() {
    if (!this.#opened) throw new Error('visit first')
    return this.#opened
  }

  async #launch(offline: boolean): Promise<void> {
    const context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ARGS,
      headless: true,
      locale: 'zh-CN',
      viewport: { width: 390, height: 844 },
    })
    await context.addInitScript(TELL)
    context.on('console', (message) => {
      if (message.text().startsWith('written ')) this.#written.add(message.text().slice('written '.length))
    })
    if (offline) await context.setOffline(true)
    await this.#show(context, context.pages()[0] ?? (await context.newPage()), groupOf(this.#profile))
  }

  async #show(context: BrowserContext, page: Page, group: number): Promise<void> {
    this.#opened = { context, page, devtools: await context.newCDPSession(page), group }
    await page.goto(this.#base, { waitUntil: 'commit' })
    await this.composer.waitFor()
  }
}

/** The process group of the browser on a profile: playwright starts it as the leader of one of its own. */
function groupOf(profile: string): number {
  const processes = execFileSync('ps', ['-eo', 'pgid=,args='], { encoding: 'utf8' }).split('\n')
  const browser = processes.find((line) => line.includes(`--user-data-dir=${profile}`))
  if (!browser) throw new Error('no browser runs on this profile')
  return Number.parseInt(browser, 10)
}

/** Whether anything of a process group still runs. What is dead and not yet reaped does not. */
function isAlive(group: number): boolean {
  const processes = execFileSync('ps', ['-eo', 'pgid=,stat='], { encoding: 'utf8' }).split('\n')
  return processes.map((line) => line.trim().split(/\s+/)).some(([pgid, stat]) => pgid === String(group) && !stat?.startsWith('Z'))
}
