import { execFileSync } from 'node:child_process'
import { SECOND } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { seededRandom } from '../../shared/base/random.ts'
import type { Http } from '../client/http.ts'
import { Product, sleep } from '../product/product.ts'
import { Crew } from './crew.ts'
import { calm, judgeDesk } from './desk.ts'
import { CALM, Dice, OUTAGE, STORM } from './faults.ts'
import type { Times, Verdict } from './figures.ts'
import { FaultyProxy } from './proxy.ts'
import { judge, sum, told } from './verdict.ts'

export interface Options {
  seconds: number
  customers: number
  /** Who come and go: ask for a person, wait, leave messages, add to tickets. */
  visitors: number
  seats: number
  kills: number
  seed: number
  /** Of the server; the proxy takes the next one. */
  port: number
  /** How many are to be sent altogether. */
  messages: number
  /** Chances that a message is lost alone, and that those behind it overtake it. */
  drop: number
  reorder: number
  /** Told a line every few seconds. */
  report?: (line: string) => void
}

/** How long the network is gone altogether before it returns for good, while everybody goes on writing. */
const OUTAGE_LENGTH = 3 * SECOND
/** A storm that was too short for a slow machine is followed by work in calm weather, so that there is something to judge. */
const LONGEST_WORK = 20 * SECOND
/** Within which all must be sent that waits: the longest pause between two tries, a connect that hangs, and some. */
const LONGEST_DRAIN = 60 * SECOND
/** Within which a silent socket must be noticed; the slack is for a timer on a machine that is busy. */
const LONGEST_LIE = LIMITS.ping + LIMITS.pong
const SLACK = 500
const LONGEST_RESTART = 60 * SECOND
const REPORT_EVERY = 5 * SECOND

/** Runs the built product through a storm, kills it again and again, and judges every replica when it is over. */
export async function chaos(options: Options): Promise<Verdict> {
  const dice = new Dice(seededRandom(options.seed))
  const product = new Product(options.port)
  const proxy = await FaultyProxy.listen(options.port + 1, options.port, dice)
  let verdict: Verdict | null = null
  try {
    await product.start()
    verdict = await new Storm(options, dice, product, proxy).run()
    return verdict
  } finally {
    proxy.close()
    await product.kill()
    if (verdict?.ok) product.forget()
    else options.report?.(`the data is kept in ${product.store}`)
  }
}

class Storm {
  readonly #options: Options
  readonly #dice: Dice
  readonly #product: Product
  readonly #proxy: FaultyProxy
  readonly #crew: Crew
  readonly #times: Times = { noticed: [], listening: [], acknowledging: [], flushed: [], drained: 0 }
  readonly #problems: string[] = []
  readonly #commit = commitOf()
  readonly #begun = Date.now()
  #kills = 0

  constructor(options: Options, dice: Dice, product: Product, proxy: FaultyProxy) {
    this.#options = options
    this.#dice = dice
    this.#product = product
    this.#proxy = proxy
    this.#crew = new Crew(proxy.base, options.customers, options.visitors, dice)
    proxy.onSilence = (label) => this.#crew.members.find((member) => member.label === label)?.watch.silenced(Date.now())
  }

  async run(): Promise<Verdict> {
    const owner = await this.#crew.enlist(this.#product, this.#proxy.base, this.#options.seats)
    const reporting = setInterval(() => this.#report(), REPORT_EVERY)
    try {
      const living = await this.#storm()
      await Promise.all([this.#drain(), this.#gather(living)])
      const behindAtFirst = await this.#settle()
      return await this.#judge(behindAtFirst, owner)
    } finally {
      clearInterval(reporting)
      this.#crew.leave()
    }
  }

  /** Weather, talk and kills at once; at the end the network goes altogether, and comes back. Gives when all have stopped. */
  async #storm(): Promise<{ stopped: Promise<void> }> {
    const { seconds, messages, drop, reorder } = this.#options
    const length = seconds * SECOND
    let isOver = false
    this.#proxy.faults = { ...STORM, drop, reorder }
    const living = this.#crew.live(messages, length, () => isOver)
    await Promise.all([sleep(length), this.#kill(length), this.#silenceOne(length / 3)])
    this.#proxy.faults = OUTAGE
    this.#proxy.cutAll()
    await sleep(OUTAGE_LENGTH)
    this.#proxy.faults = CALM
    const end = Date.now() + LONGEST_WORK
    while (!this.#crew.hasWorked && Date.now() < end) await sleep(50)
    isOver = true
    return { stopped: living }
  }

  /** Who was kept out by the weather all the while is let in now, or there is something wrong. */
  async #gather({ stopped }: { stopped: Promise<void> }): Promise<void> {
    const late = sleep(LONGEST_DRAIN).then(() => null)
    if ((await Promise.race([stopped, late])) === null) throw new Error('a customer was not let in, even in calm weather')
  }

  async #kill(length: number): Promise<void> {
    const pause = length / (this.#options.kills + 1)
    for (let kill = 1; kill <= this.#options.kills; kill++) {
      await sleep(Math.max(SECOND, this.#begun + kill * pause - Date.now()) + this.#dice.below(SECOND))
      await this.#product.kill()
      this.#kills++
      await sleep(this.#dice.below(SECOND / 2))
      const started = Date.now()
      const acknowledged = this.#crew.nextAcknowledgement().then(() => this.#times.acknowledging.push(Date.now() - started))
      await this.#product.start()
      this.#times.listening.push(Date.now() - started)
      const late = sleep(LONGEST_RESTART).then(() => null)
      if ((await Promise.race([acknowledged, late])) === null) this.#problems.push(`nothing was acknowledged after kill ${kill}`)
    }
  }

  /** However lucky the others are, one socket goes silent. */
  async #silenceOne(after: number): Promise<void> {
    await sleep(after)
    const end = Date.now() + LONGEST_RESTART
    while (Date.now() < end) {
      const live = this.#crew.members.filter(({ watch }) => watch.isLive && watch.silentSince === null)
      if (live.some(({ label }) => this.#proxy.silence(label))) return
      await sleep(SECOND / 10)
    }
  }

  /** All that waits is sent, and each outbox is timed. */
  async #drain(): Promise<void> {
    const returned = Date.now()
    const waiting = new Set(this.#crew.members.filter((member) => member.waiting > 0))
    while (waiting.size > 0 && Date.now() - returned < LONGEST_DRAIN) {
      await sleep(10)
      for (const member of waiting) {
        const since = member.watch.liveSince
        if (member.waiting > 0 || since === null) continue
        waiting.delete(member)
        this.#times.flushed.push(Date.now() - Math.max(returned, since))
      }
    }
    this.#times.drained = Date.now() - returned
  }

  /** Nothing moves any more, and gives how many views are behind then. Where frames were lost alone, a last word mends that. */
  async #settle(): Promise<number> {
    await this.#crew.quiet()
    await calm(this.#product.store)
    const { behind } = sum((await this.#crew.evidence(this.#product.base)).map(judge))
    if (this.#options.drop === 0) return behind
    this.#crew.lastWord()
    const end = Date.now() + LONGEST_DRAIN
    while (this.#crew.waiting > 0 && Date.now() < end) await sleep(20)
    await this.#crew.quiet()
    return behind
  }

  /** The server is killed once more, so that what it then tells was on its disk. */
  async #judge(behindAtFirst: number, owner: Http): Promise<Verdict> {
    const { members, waiting, refused } = this.#crew
    if (waiting > 0) this.#problems.push(`${waiting} commands still wait`)
    if (refused.length > 0) this.#problems.push(`${refused.length} texts were refused: ${[...new Set(refused)].join(', ')}`)
    const now = Date.now()
    for (const { watch } of members) {
      this.#times.noticed.push(...watch.noticed)
      if (watch.silentSince !== null) this.#times.noticed.push(now - watch.silentSince)
    }
    const longest = Math.max(0, ...this.#times.noticed)
    if (longest > LONGEST_LIE + SLACK) this.#problems.push(`a silent socket was noticed after ${longest} ms`)
    this.#crew.leave()
    await this.#product.kill()
    await this.#product.start()
    const evidence = await this.#crew.evidence(this.#product.base)
    const desk = await judgeDesk(this.#product, this.#crew, owner)
    const wrongs = sum([...evidence, ...this.#crew.visited(desk.held)].map(judge))
    this.#problems.push(...told(wrongs), ...desk.problems)
    const { seed } = this.#options
    return {
      ok: this.#problems.length === 0,
      problems: this.#problems,
      seed,
      commit: this.#commit,
      sent: this.#crew.sent,
      acknowledged: this.#crew.acknowledged,
      served: evidence.filter(({ views }) => views.size > 1).length,
      kills: this.#kills,
      faults: this.#proxy.counts,
      wrongs,
      desk: desk.figures,
      behindAtFirst,
      times: this.#times,
    }
  }

  #report(): void {
    const { sent, acknowledged, waiting, members } = this.#crew
    const live = members.filter(({ watch }) => watch.isLive).length
    const seconds = Math.round((Date.now() - this.#begun) / SECOND)
    this.#options.report?.(
      `${String(seconds).padStart(4)} s   sent ${sent.customers + sent.seats}, acknowledged ${acknowledged}, waiting ${waiting}, live ${live}/${members.length}, kills ${this.#kills}, connections ${this.#proxy.open}`,
    )
  }
}

/** What is run; marked where the files are not as they were committed. */
const commitOf = (): string =>
  execFileSync('git', ['describe', '--always', '--dirty', '--exclude=*'], { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
