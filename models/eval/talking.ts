import { beginningsOf, type Knowledge, respond } from '../../shared/assistant/respond.ts'
import { DEFAULT_QUEUE, newCommandId, newCustomerId, newSeatId } from '../../shared/base/new-ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { ConversationCommand } from '../../shared/conversation/commands.ts'
import { decide } from '../../shared/conversation/decide.ts'
import type { FlowTurn } from '../../shared/conversation/dialogue.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { applyStored, newConversation } from '../../shared/conversation/state.ts'
import { type Body, thread } from '../../shared/conversation/thread.ts'
import { type Weighing, weighing } from '../../shared/conversation/triaging.ts'
import type { Industry } from '../../shared/desk/settings.ts'
import { buildIndex } from '../../shared/knowledge/index.ts'
import type { Library, PackVersion } from '../../shared/knowledge/pack.ts'
import { fillFlow, fillIn, valuesFor } from '../../shared/knowledge/placeholders.ts'
import type { Language } from '../../shared/language/language.ts'
import { descriptionOf, readTemplate } from '../../templates/read.ts'
import type { Baseline } from '../runtime/baseline.ts'

const VERSION = '0'.repeat(32) as PackVersion
const TODAY = '2026-11-21'

/** What a device of a desk has at hand that filled in everything. */
export function deskOf(industry: Industry, language: Language): { knowledge: Knowledge; library: Library } | null {
  const template = readTemplate(industry, language)
  if (!template) return null
  const { placeholders } = descriptionOf(industry)
  const values = valuesFor(
    placeholders,
    language,
    Object.fromEntries(placeholders.map(({ key, usual }) => [key, usual?.[language] ?? '某'])),
  )
  const articles = template.articles.flatMap((article) => {
    const filled = fillIn(article, values)
    return 'article' in filled ? [filled.article] : []
  })
  const flows = template.flows.flatMap((flow) => fillFlow(flow, values) ?? [])
  const byId = new Map(articles.map((article) => [article.id, article]))
  const flow: Knowledge['flow'] = (_version, id) => flows.find((each) => each.id === id)
  return {
    knowledge: { version: VERSION, index: buildIndex(articles), flows, beginnings: beginningsOf(flows), flow },
    library: { article: (_version, id) => byId.get(id), flow },
  }
}

export type Desk = NonNullable<ReturnType<typeof deskOf>>

/** A desk that has written nothing yet. */
export const BLANK_DESK: Desk = {
  knowledge: { version: VERSION, index: buildIndex([]), flows: [], beginnings: beginningsOf([]), flow: () => undefined },
  library: { article: () => undefined, flow: () => undefined },
}

/** A conversation as a device and its room have it, without a network between them. */
export class Talking {
  state = newConversation
  readonly events: StoredEvent[] = []
  readonly #desk: Desk
  readonly #baseline: Baseline
  readonly #random = seededRandom(7)
  readonly #customer = newCustomerId(this.#random)

  readonly #triage: Weighing['triage']

  /** `triage` is what a room asks of the desk's rules; without it everything goes as without rules. */
  constructor(desk: Desk, baseline: Baseline, language: Language, triage?: Weighing['triage']) {
    this.#desk = desk
    this.#triage = triage
    this.#baseline = baseline
    this.#take({ id: newCommandId(this.#random), type: 'open-conversation', language, channel: 'web' })
  }

  /** Says something, and gives what the assistant did: the last lines of the thread, or a person asked for. */
  say(text: string): { bodies: Body[]; person: boolean; slots: FlowTurn['slots'] } {
    const id = newCommandId(this.#random)
    this.#take({ id, type: 'send-message', text })
    const before = this.events.length
    const reading = this.#baseline.read(text, null)
    const response = respond(this.state, text, this.#desk.knowledge, { today: TODAY, reading })
    const next = newCommandId(this.#random)
    if (response.do === 'say') this.#take({ id: next, type: 'answer', inReplyTo: id, turn: response.turn })
    if (response.do === 'request-person') this.#take({ id: next, type: 'request-person' })
    const happened = this.events.slice(before)
    const slots = response.do === 'say' && response.turn.kind === 'flow' ? response.turn.slots : {}
    return { slots, bodies: thread(happened).map(({ body }) => body), person: happened.some(({ name }) => name === 'v1.PersonRequested') }
  }

  /** Somebody comes, cannot settle it at once and ends it: it goes on as a ticket. */
  endUnsolved(): void {
    const [id, name] = [newSeatId(this.#random), 'A seat']
    const waiting = () => (this.state.phase.name === 'waiting' && this.state.phase.live ? this.state.phase : null)
    if (!waiting()) this.#take({ id: newCommandId(this.#random), type: 'request-person' })
    const { entry, queue } = waiting() ?? {}
    if (!entry || !queue) throw new Error('nobody waits for a person who asked for one')
    this.#take({ id: newCommandId(this.#random), type: 'assign', entry, queue, seat: { id, name } }, { kind: 'system', id: DEFAULT_QUEUE })
    this.#take({ id: newCommandId(this.#random), type: 'close-conversation', unsolved: true }, { kind: 'seat', id, name, role: 'agent' })
  }

  #take(command: ConversationCommand, actor: Actor = { kind: 'customer', id: this.#customer }): void {
    const decision = decide(this.state, command, actor, {
      now: Date.parse(TODAY),
      library: this.#desk.library,
      weigh: this.#triage && weighing({ triage: this.#triage }),
    })
    if (!decision.ok) throw new Error(`refused: ${decision.code}`)
    for (const happening of decision.events) {
      const event: StoredEvent = { ...happening, seq: this.state.seq + 1, at: Date.parse(TODAY), cause: command.id }
      this.events.push(event)
      this.state = applyStored(this.state, event)
    }
  }
}
