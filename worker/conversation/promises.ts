import { DAY, type Millis } from '../../shared/base/clock.ts'
import type { ConversationId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { type Attended, isAttended } from '../../shared/conversation/attended.ts'
import { LOOK, nextLook, type TalkRules } from '../../shared/conversation/levels.ts'
import type { DeskRules } from '../desk/known-rules.ts'
import { counted } from '../desk/working-time.ts'
import type { Effect } from '../platform/outbox.ts'
import { soon } from '../platform/soon.ts'
import { PATIENCE, type Sources } from './weighing.ts'

type Asks = Pick<Sources, 'knownRules' | 'askRules' | 'forgetRules'>

/** [V10] What the desk promises conversations, as far as this object knows: what it was told last holds until it is told anew. */
export class Promises {
  readonly #id: ConversationId
  readonly #sources: Asks
  #rules: DeskRules | null = null
  #askedAt = 0
  /** The desk has said that there is nothing to promise: it is not set up. */
  #isNothing = false

  constructor(id: ConversationId, sources: Asks) {
    this.#id = id
    this.#sources = sources
  }

  /** Whether the desk is to be asked before anything is done: where people are asked for and nobody has heard from it lately. */
  isUnknown({ phase }: Attended, now: Millis): boolean {
    if (!isAttended(phase) || this.#sources.knownRules(now) !== undefined) return false
    return now >= this.#askedAt + LIMITS.policyHolds || now < this.#askedAt
  }

  /** Told to look again, it asks what the desk promises by now before anything else is done. */
  listen(commands: readonly Effect['command'][]): void {
    const told = commands.find(({ type }) => type === LOOK)
    if (!told) return
    this.#sources.forgetRules(told.id)
    this.#askedAt = 0
    this.#isNothing = false
  }

  /** Asks it. Never throws, and nobody waits for long; what is said later still counts. */
  async ask(now: Millis): Promise<void> {
    this.#askedAt = now
    const asked = this.#sources.askRules(now).then((rules) => this.#hear(rules))
    await soon(asked, PATIENCE, { conversation: this.#id, source: 'promises' })
  }

  at(now: Millis): TalkRules | null {
    const known = this.#sources.knownRules(now)
    if (known !== undefined) this.#hear(known)
    return this.#rules && talkRulesOf(this.#rules, now)
  }

  /** When the clocks come to something; or, where they should have begun and nothing was heard, when the desk is asked again. */
  nextLook(state: Attended): Millis | null {
    const look = nextLook(state)
    if (this.#rules || this.#isNothing || !isAttended(state.phase) || state.levels.clocks.length > 0) return look
    const again = this.#askedAt + LIMITS.policyHolds
    return look === null ? again : Math.min(look, again)
  }

  #hear(rules: DeskRules | null): void {
    this.#rules = rules ?? this.#rules
    this.#isNothing = rules === null
  }
}

/** Worked out once a day for all conversations of this isolate. */
const known = new WeakMap<DeskRules, { day: number; rules: TalkRules }>()

function talkRulesOf(desk: DeskRules, now: Millis): TalkRules {
  const day = Math.floor(now / DAY)
  const found = known.get(desk)
  if (found?.day === day) return found.rules
  const { policy, hours } = desk
  const lines = policy.lines.map(({ id, hours }) => ({ id, hours }))
  const rules = counted({ levels: policy.talkLevels, hours, lines }, now)
  known.set(desk, { day, rules })
  return rules
}
