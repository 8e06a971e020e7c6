import { afterAll, expect, it } from 'vitest'
import { TerminalCustomer } from '../../scripts/client/customer.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { type Counts, plan, type Round } from '../support/crash-plan.ts'
import { CustomerBrowser, type Sight } from '../support/customer-browser.ts'
import { Product, sleep } from '../support/product.ts'

/** Messages, each of which meets a crash of its own; EVENKEEL_CRASHES=2000 is the long run. */
const MESSAGES = Number(process.env.EVENKEEL_CRASHES ?? 200)
const DRAFTS = MESSAGES / 5
const SEED = Number(process.env.EVENKEEL_SEED ?? 20_260_801)
/** They write at the same time, each in a browser of their own: nobody waits while the other's is started. */
const CUSTOMERS = ['a', 'b']
const COUNTS: Counts = { sent: shareOf(MESSAGES), drafts: shareOf(DRAFTS) }
/** How long words may take to be back on the screen. */
const PATIENCE = 3000
const SECOND_LOOK = 50

const product = new Product(8941)
const browsers = CUSTOMERS.map(() => new CustomerBrowser(product.base))
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  await product.kill()
})

/** What one customer gets to do: three pages crash for each browser that is killed. */
function shareOf(all: number): Counts['sent'] {
  const mine = Math.round(all / CUSTOMERS.length)
  const browser = Math.round(mine / 4)
  return { page: mine - browser, browser }
}

type Outcome = 'sent' | 'draft' | 'lost' | 'doubled'
interface Met {
  round: Round
  text: string
  outcome: Outcome
}

function outcomeOf({ thread, composer }: Sight, text: string): Outcome {
  const times = thread.filter((turn) => turn.text === text).length
  if (composer === text) return times === 0 ? 'draft' : 'doubled'
  return (['lost', 'sent'] as const)[times] ?? 'doubled'
}

async function find(browser: CustomerBrowser, text: string): Promise<Outcome> {
  const until = Date.now() + PATIENCE
  for (;;) {
    const outcome = outcomeOf(await browser.look(), text)
    // A draft may be back before the thread is drawn: only a second look tells that it is not in both.
    if (outcome === 'draft') await sleep(SECOND_LOOK)
    if (outcome === 'draft') return outcomeOf(await browser.look(), text)
    if (outcome !== 'lost' || Date.now() > until) return outcome
    await sleep(10)
  }
}

async function meet(browser: CustomerBrowser, round: Round): Promise<Met[]> {
  if (round.offline) await browser.setOffline(true)
  for (const text of round.texts) {
    await browser.write(text, round.byKeys)
    if (!round.sent) continue
    await sleep(round.pause)
    if (text === round.texts.at(-1)) browser.press()
    else await browser.send()
  }
  await sleep(round.delay)
  await browser.crash(round.crash)
  await browser.reopen(round.crash, round.offline)
  const met: Met[] = []
  for (const text of round.texts) met.push({ round, text, outcome: await find(browser, text) })
  if (round.offline) await browser.setOffline(false)
  const last = met.at(-1)
  if (round.sent && last?.outcome === 'draft') await sendAgain(browser, last.text)
  else if (last?.outcome !== 'sent') await browser.composer.fill('')
  return met
}

/** The crash came before Enter did its work: the customer finds the words where they were and presses it again. */
async function sendAgain(browser: CustomerBrowser, text: string): Promise<void> {
  await browser.composer.focus()
  await browser.send()
  while (!(await browser.kept()).includes(text)) await sleep(10)
}

/** What the server's log holds of a customer's words, read by another device of the same customer. */
async function logOf(browser: CustomerBrowser): Promise<string[]> {
  while ((await browser.look()).thread.some((turn) => !/^(sent|delivered|read)$/.test(turn.progress))) await sleep(50)
  const reader = new TerminalCustomer(product.base, await browser.who())
  const texts = () => reader.events.flatMap(({ name, data }) => (name === 'v1.MessageSent' ? [(data as { text: string }).text] : []))
  const { thread } = await browser.look()
  await reader.connect()
  while (texts().length < thread.length) await sleep(20)
  reader.close()
  return texts()
}

function tell({ round, text, outcome }: Met): string {
  const met = text === round.texts.at(-1) ? `${round.delay} ms after ${round.sent ? 'Enter' : 'the last key'}` : 'with a later message'
  return `${outcome}: ${text} (${round.crash} crashed ${met}, ${round.offline ? 'offline' : 'online'}, ${round.byKeys ? 'by keys' : 'at once'})`
}

function report(name: string, met: readonly Met[]): string {
  const rounds = [...new Set(met.map(({ round }) => round))]
  const crashes = (kind: Round['crash']) => rounds.filter(({ crash }) => crash === kind).length
  const found = (wanted: Outcome) => met.filter(({ outcome }) => outcome === wanted).length
  return [
    `${met.length} ${name}, ${met.filter(({ round }) => round.offline).length} of them offline`,
    `${crashes('page')} crashes of the page and ${crashes('browser')} of the browser`,
    `found ${found('sent')} sent and ${found('draft')} as draft, ${found('lost')} lost, ${found('doubled')} doubled`,
  ].join('; ')
}

it(
  '[P9 P15] through crashes of the page and of the browser, what was typed is there once: sent, or back in the composer',
  async () => {
    await product.start()
    const seat = await product.configure()
    seat.close()
    const begun = performance.now()

    const stories = await Promise.all(
      browsers.map(async (browser, who) => {
        await browser.visit()
        const met: Met[] = []
        for (const round of plan(seededRandom(SEED + who), CUSTOMERS[who] ?? '', COUNTS)) met.push(...(await meet(browser, round)))
        return { met, log: await logOf(browser) }
      }),
    )

    const met = stories.flatMap((story) => story.met)
    const messages = met.filter(({ round }) => round.sent)
    const drafts = met.filter(({ round }) => !round.sent)
    const wrong = [
      ...messages.filter(({ outcome }) => outcome !== 'sent' && outcome !== 'draft'),
      ...drafts.filter(({ outcome }) => outcome !== 'draft'),
    ]
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.log([`seed ${SEED}, ${seconds} s`, report('messages', messages), report('drafts', drafts), ...wrong.map(tell)].join('\n'))
    expect(wrong.map(tell)).toEqual([])
    for (const story of stories) expect(story.log).toEqual(story.met.filter(({ round }) => round.sent).map(({ text }) => text))
  },
  MESSAGES * 1500,
)
