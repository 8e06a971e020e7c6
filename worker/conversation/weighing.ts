import type { CommandId, ConversationId, CustomerId, SeatId } from '../../shared/base/ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Conversation } from '../../shared/conversation/state.ts'
import type { Brought, Weighing } from '../../shared/conversation/triaging.ts'
import { verdictBy } from '../../shared/desk/weighing.ts'
import type { Library } from '../../shared/knowledge/pack.ts'
import { STRANGER, type Standing } from '../../shared/triage/customer.ts'
import type { Facts, Wish } from '../../shared/triage/facts.ts'
import type { Verdict } from '../../shared/triage/verdict.ts'
import { factsOf } from '../../shared/triage/weigh.ts'
import type { Industry } from '../../shared/understanding/label.ts'
import type { Overall } from '../../shared/understanding/overall.ts'
import type { Reading } from '../../shared/understanding/reading.ts'
import type { DeskRules } from '../desk/known-rules.ts'
import { faultOf, log } from '../platform/log.ts'
import { soon } from '../platform/soon.ts'
import type { Talk } from './talk.ts'

/** How long anybody waits for what a verdict needs: without it, it is given without it. */
export const PATIENCE = 800
/** How long what is known of a customer is taken for true. */
const STANDING_FOR = 10 * 60_000

/** What reads at the edge: a text by itself, and all that somebody said. */
interface Reads {
  read(text: string, before: string | null): Reading
  talk(texts: readonly string[], industry: Industry): Overall | null
}

/** Where it comes from what a verdict needs. */
export interface Sources {
  /** Undefined where it has to be asked for. */
  knownRules(now: number): DeskRules | null | undefined
  /** What is known was changed, by that word. */
  forgetRules(word: CommandId): void
  askRules(now: number): Promise<DeskRules | null>
  standing(customer: CustomerId, except: ConversationId): Promise<Standing>
  reader(): Promise<Reads>
}

/** What asks for a verdict, or may lead to one. */
const ASKING: ReadonlySet<unknown> = new Set([
  'send-message',
  'request-person',
  'leave-message',
  'answer',
  'judge-answer',
  'leave-queue',
  'close-conversation',
  'settle-action',
  'weigh-anew',
])

/** [R10] Gathers what the desk's rules look at. Nobody waits for it longer than a moment, and nothing fails by it. */
export class Weigher {
  readonly #id: ConversationId
  readonly #sources: Sources
  readonly #talk: Talk
  readonly #state: () => Conversation
  readonly #library: Library
  #rules: DeskRules | null = null
  #standing: { of: Standing; until: number } | null = null
  #reader: Reads | null = null
  #readings: { text: string; before: string | null; reading: Reading }[] = []

  constructor(id: ConversationId, sources: Sources, talk: Talk, state: () => Conversation, library: Library) {
    this.#id = id
    this.#sources = sources
    this.#talk = talk
    this.#state = state
    this.#library = library
  }

  /** Whether any of some commands may need a verdict. While a person serves none does, nor a message when rules ask no more. */
  isNeeded(commands: readonly Readonly<Record<string, unknown>>[]): boolean {
    const { phase, asksNoMore } = this.#state()
    return commands.some(({ type }) => {
      if (type === 'send-message' && phase.name !== 'waiting') return (phase.name === 'assistant' || phase.name === 'new') && !asksNoMore
      return ASKING.has(type) && (phase.name !== 'person' || type === 'answer')
    })
  }

  /** True where all is at hand already; then nothing has to be waited for. */
  isReady(now: number): boolean {
    const rules = this.#sources.knownRules(now)
    if (rules !== undefined) this.#rules = rules
    if (rules === null) return true
    return rules !== undefined && this.#reader !== null && this.#standing !== null && now < this.#standing.until
  }

  /** The customer stands otherwise than was known: it is asked for again. */
  forget(): void {
    this.#standing = null
  }

  /** Gathers what is missing. Never throws. */
  async gather(actor: Actor, now: number): Promise<void> {
    this.#rules = (await this.#soon('rules', this.#sources.askRules(now))) ?? this.#rules
    if (!this.#rules) return
    const customer = this.#state().customer ?? (actor.kind === 'customer' ? actor.id : null)
    const isFresh = this.#standing !== null && now < this.#standing.until
    const [standing, reader] = await Promise.all([
      customer && !isFresh ? this.#soon('standing', this.#sources.standing(customer, this.#id)) : null,
      this.#reader ?? this.#soon('reader', this.#sources.reader()),
    ])
    if (standing) this.#standing = { of: standing, until: now + STANDING_FOR }
    this.#reader = reader
  }

  /** What a decision is given. */
  get around(): Weighing {
    if (!this.#rules) return {}
    const familiar: SeatId | null = this.#standing?.of.lastServed?.seat ?? null
    return { triage: (wish, brought) => this.#verdict(wish, brought), familiar }
  }

  /** The facts as they are. */
  facts(wish: Wish, { state, text, flow = null }: Brought): Facts {
    const said = [...this.#talk.texts, ...(text === undefined ? [] : [text])]
    return factsOf({
      wish,
      standing: this.#standing?.of ?? STRANGER,
      language: state.language,
      texts: said,
      read: (this.#rules && this.#reader?.talk(said, this.#rules.industry)) ?? null,
      readings: this.#read(said),
      flow: (flow && this.#library.flow(flow.pack, flow.flow)) ?? null,
      rows: state.told?.rows.length ?? 0,
      unanswered: this.#talk.unanswered + (text === undefined ? 0 : 1),
      left: this.#talk.left,
      misses: state.misses,
    })
  }

  #verdict(wish: Wish, brought: Brought): Verdict | null {
    try {
      return this.#rules && verdictBy(this.#rules.policy, this.facts(wish, brought))
    } catch (fault) {
      // People are asked for whatever the rules come to.
      log('error', 'not-weighed', { conversation: this.#id, fault: faultOf(fault) })
      return null
    }
  }

  /** What was read stays read: of a message that follows only the message itself is new. */
  #read(texts: readonly string[]): Reading[] {
    const reader = this.#reader
    if (!reader) return []
    this.#readings = texts.map((text, at) => {
      const before = texts[at - 1] ?? null
      const known = this.#readings.find((one) => one.text === text && one.before === before)
      return known ?? { text, before, reading: reader.read(text, before) }
    })
    return this.#readings.map(({ reading }) => reading)
  }

  #soon<Value>(source: string, asked: Promise<Value>): Promise<Value | null> {
    return soon(asked, PATIENCE, { conversation: this.#id, source })
  }
}
