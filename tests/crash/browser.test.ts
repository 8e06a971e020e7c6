import { afterAll, expect, it } from 'vitest'
import { TerminalCustomer } from '../../scripts/client/customer.ts'
import { Product, sleep } from '../../scripts/product/product.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { type Counts, plan, type Round } from '../support/crash-plan.ts'
import { CustomerBrowser, type Sight } from '../support/customer-browser.ts'

/** Messages, each of which meets a crash of its own; EVENKEEL_CRASHES=2000 is the long run. */
const MESSAGES = Number(process.env.EVENKEEL_CRASHES ?? 200)
const DRAFTS = MESSAGES / 5
/** A page is reopened in less time than a browser: this part of the crashes is of the page. */
const OF_THE_PAGE = { messages: 3 / 4, drafts: 17 / 20 }
const SEED = Number(process.env.EVENKEEL_SEED ?? 20_260_801)
/** They write at the same time, each in a browser of their own: nobody waits while the other's is started. */
const CUSTOMERS = ['a', 'b']
const COUNTS: Counts = { sent: shareOf(MESSAGES, OF_THE_PAGE.messages), drafts: shareOf(DRAFTS, OF_THE_PAGE.drafts) }
/** How long words may take to be back on the screen. */
const PATIENCE = 3000
const SECOND_LOOK = 50
/** How long the last of them may take to the server. */
const UPLOAD = 60_000

const product = new Product(8941)
const browsers = CUSTOMERS.map(() => new CustomerBrowser(product.base))
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  await product.kill()
})

function shareOf(all: number, ofThePage: number): Counts['sent'] {
  const mine = Math.round(all / CUSTOMERS.length)
  const page = Math.round(mine * ofThePage)
  return { page, browser: mine - page }
}

/**
 * Late is what the server has and the screen did not show in time. Unwritten is what a whole browser that was killed had
 * not yet written, nor told its page so: on a machine too busy to run it, some of the last words.
 */
type Outcome = 'sent' | 'draft' | 'late' | 'lost' | 'unwritten' | 'doubled'
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
  for (const text of round.texts) {
    const outcome = await find(browser, text)
    met.push({ round, text, outcome: outcome === 'lost' && round.crash === 'browser' && !browser.wasWritten(text) ? 'unwritten' : outcome })
  }
  if (round.offline) await browser.setOffline(false)
  // Where a browser had not written the last, the one before it may be what is back in the composer.
  const back = met.find(({ outcome }) => outcome === 'draft')
  if (round.sent && back) await sendAgain(browser, back.text)
  else if (met.at(-1)?.outcome !== 'sent') await browser.composer.fill('')
  return met
}

/**
 * The crash came before Enter did its work: the customer finds the words where they were, presses it again, and sees that
 * they are safe. A row that can be read is not on the disk for that.
 */
async function sendAgain(browser: CustomerBrowser, text: string): Promise<void> {
  await browser.composer.focus()
  await browser.send()
  const isSafe = async () => (await browser.look()).thread.some((turn) => turn.text === text && turn.progress !== 'saving')
  while (!(await isSafe())) await sleep(10)
}

/** What the server's log holds of a customer's words, read by another device of the same customer. */
async function logOf(browser: CustomerBrowser): Promise<string[]> {
  const until = Date.now() + UPLOAD
  const mine = async () => (await browser.look()).thread
  while ((await mine()).some(({ progress }) => !/^(sent|delivered|read)$/.test(progress)) && Date.now() < until) await sleep(50)
  const reader = new TerminalCustomer(product.base, await browser.who())
  const texts = () => reader.events.flatMap(({ name, data }) => (name === 'v1.MessageSent' ? [(data as { text: string }).text] : []))
  const expected = (await mine()).length
  await reader.connect()
  while (texts().length < expected && Date.now() < until) await sleep(20)
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
    `found ${found('sent')} sent and ${found('draft')} as draft, ${found('late')} late, ${found('lost')} lost, ${found('unwritten')} unwritten, ${found('doubled')} doubled`,
  ].join('; ')
}

it(
  '[P28] through crashes of the page and of the browser, what was typed is there once: sent, or back in the composer',
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
        const log = await logOf(browser)
        for (const each of met)
          if ((each.outcome === 'lost' || each.outcome === 'unwritten') && log.includes(each.text)) each.outcome = 'late'
        return { met, log }
      }),
    )

    const met = stories.flatMap((story) => story.met)
    const messages = met.filter(({ round }) => round.sent)
    const drafts = met.filter(({ round }) => !round.sent)
    const wrong = [
      ...messages.filter(({ outcome }) => !['sent', 'draft', 'unwritten'].includes(outcome)),
      ...drafts.filter(({ outcome }) => !['draft', 'unwritten'].includes(outcome)),
    ]
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.log([`seed ${SEED}, ${seconds} s`, report('messages', messages), report('drafts', drafts), ...wrong.map(tell)].join('\n'))
    expect(wrong.map(tell)).toEqual([])
    for (const story of stories)
      expect(story.log).toEqual(story.met.filter(({ round, outcome }) => round.sent && outcome !== 'unwritten').map(({ text }) => text))
  },
  60_000 + MESSAGES * 3000,
)
