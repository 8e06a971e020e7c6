import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { chromium } from 'playwright-core'

const ROOT = join(import.meta.dirname, '../..')
const BUILD = join(ROOT, 'web/build')
const TYPES: Record<string, string> = { js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm', json: 'application/json' }
const WARM = 20

/**
 * Times in milliseconds that the built thread takes for each text in a real browser, there and back, and how many tasks of
 * the page beside it were longer than 50 ms (https://www.w3.org/TR/longtasks-1/).
 */
export async function timesInChromium(texts: readonly string[]): Promise<{ times: number[]; longTasks: number }> {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), '--if-stale'], { stdio: 'ignore' })
  const [worker] = readdirSync(join(BUILD, '_app/immutable/workers')).filter((name) => /^worker-.*\.js$/.test(name))
  const server = createServer((request, response) => {
    const path = normalize(join(BUILD, (request.url ?? '/').split('?')[0] ?? '/'))
    const isFile = path.startsWith(BUILD) && /\.\w+$/.test(path) && existsSync(path)
    response.setHeader('content-type', isFile ? (TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream') : 'text/html')
    response.end(isFile ? readFileSync(path) : '<!doctype html><title>timing</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const timed = await page.evaluate(timeInPage, { url: `/_app/immutable/workers/${worker}`, texts: [...texts] })
    return { times: timed.times.slice(WARM), longTasks: timed.longTasks }
  } finally {
    await browser.close()
    server.close()
  }
}

/** Runs in the page. */
async function timeInPage({ url, texts }: { url: string; texts: string[] }): Promise<{ times: number[]; longTasks: number }> {
  const worker = new Worker(url, { type: 'module' })
  const heard = (type: string) =>
    new Promise<void>((resolve, reject) => {
      worker.onerror = () => reject(new Error('the thread died'))
      worker.onmessage = ({ data }) => {
        if (data.type === type) resolve()
        else if (data.type === 'failed' || data.type === 'unread') reject(new Error(JSON.stringify(data)))
      }
    })
  const ready = heard('ready')
  worker.postMessage({ type: 'load', model: { kind: 'own' } })
  await ready
  let longTasks = 0
  new PerformanceObserver((list) => {
    longTasks += list.getEntries().length
  }).observe({ type: 'longtask' })
  const times: number[] = []
  for (const [id, text] of texts.entries()) {
    const said = heard('said')
    const begun = performance.now()
    worker.postMessage({ type: 'read', id, turns: [{ text, before: null }] })
    await said
    times.push(performance.now() - begun)
  }
  return { times, longTasks }
}
