import { HOUR, type Millis } from '../../shared/base/clock.ts'
import type { CommandId, QueueId, TicketId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, ticketIdOf } from '../../shared/base/new-ids.ts'
import { parse } from '../../shared/base/schema.ts'
import { ALWAYS } from '../../shared/calendar/hours.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { defaultPolicy } from '../../shared/desk/default-policy.ts'
import type { ServiceLevel } from '../../shared/levels/promises.ts'
import { type Matter, TicketCommand } from '../../shared/ticket/commands.ts'
import { decide } from '../../shared/ticket/decide.ts'
import type { TicketEvent } from '../../shared/ticket/events.ts'
import { nextLook } from '../../shared/ticket/levels.ts'
import { apply, newTicket, type Ticket } from '../../shared/ticket/state.ts'
import type { Surroundings, TicketRules } from '../../shared/ticket/story.ts'
import { seatActor } from './actors.ts'
import { at, CONVERSATIONS, CUSTOMERS, commandId } from './ids.ts'

export const TECHNICAL = 'q_technical' as QueueId
export const lead: Actor = { ...seatActor(5), role: 'supervisor' }
export const conversationActor: Actor = { kind: 'system', id: at(CONVERSATIONS, 0) }
export const lineActor: Actor = { kind: 'system', id: DEFAULT_QUEUE }
const alarm: Actor = { kind: 'system', id: 'alarm' }

export const level = (more: Partial<ServiceLevel> = {}): ServiceLevel => ({
  name: 'all',
  'first-answer': 60,
  'next-answer': 120,
  resolution: 600,
  pausesForThirdParty: false,
  ...more,
})

export const rules = (more: Partial<TicketRules> = {}): TicketRules => {
  const { lines } = defaultPolicy('e-commerce', 'zh-CN')
  return { levels: [level()], fields: [], hours: ALWAYS, lines, ...more }
}

export const matter = (more: Partial<Matter> = {}): Matter => ({
  reason: 'message',
  title: '破壁机漏水',
  type: 'fault',
  urgency: 'normal',
  intent: null,
  line: DEFAULT_QUEUE,
  language: 'zh-CN',
  tier: 'ordinary',
  problem: '上周买的破壁机底座漏水',
  rows: [],
  contact: '',
  ...more,
})

/** The command without its id and name. */
type Body<Type extends TicketCommand['type']> = Omit<Extract<TicketCommand, { type: Type }>, 'id' | 'type' | 'transcript'>

/** A ticket with a clock of its own, kept as its object keeps it. */
export class TestTicket {
  state: Ticket = newTicket
  events: TicketEvent[] = []
  now: Millis
  readonly opening = commandId()
  readonly self: TicketId = ticketIdOf(this.opening)
  around: Partial<Surroundings>

  constructor({ now = Date.parse('2026-11-18T10:00:00+08:00'), ...around }: Partial<Surroundings> = {}) {
    this.now = now
    this.around = { rules: rules(), ...around }
  }

  /** The names of the events that followed, or the code of the refusal. */
  tell<Type extends TicketCommand['type']>(type: Type, body: Body<Type>, actor: Actor = seatActor(0), id = commandId()): string[] | string {
    const command = parse(TicketCommand, { id, type, ...body })
    if (!command.ok) throw new Error(command.issues)
    const around = { now: this.now, self: this.self, rules: null, ...this.around }
    const decision = decide(this.state, command.value, actor, around)
    if (!decision.ok) return decision.code
    const names = decision.events.map((event) => {
      const placed = { ...event, seq: this.state.seq + 1, at: this.now, cause: id } as TicketEvent
      this.state = apply(this.state, placed)
      this.events.push(placed)
      return event.name.replace('ticket.v1.', '')
    })
    return names
  }

  open(more: Partial<Matter> = {}, conversation = true): this {
    const customer = at(CUSTOMERS, 0)
    const from = conversation ? { conversation: at(CONVERSATIONS, 0), customer } : { conversation: null, customer: null }
    const told = this.tell('open-ticket', { ...from, matter: matter(more) }, conversation ? conversationActor : seatActor(0), this.opening)
    if (typeof told === 'string') throw new Error(told)
    return this
  }

  take(index = 0): this {
    this.tell('take-ticket', {}, seatActor(index))
    return this
  }

  assign(index: number, id: CommandId = commandId()): string[] | string {
    const { id: seat, name } = seatActor(index)
    const why = { line: DEFAULT_QUEUE, how: 'duty' as const, open: 0, capacity: 30, candidates: 1 }
    return this.tell('assign-ticket', { seat: { id: seat, name }, why }, lineActor, id)
  }

  says(what: 'addition' | 'urge' | 'reopen', text = '还有一件事'): string[] | string {
    return this.tell('customer-said', { what, text }, conversationActor)
  }

  /** Waits, and lets the alarm ring whenever it is due meanwhile: the names of what followed. */
  wait(for_: Millis): string[] {
    const until = this.now + for_
    const told: string[] = []
    for (let look = nextLook(this.state); look !== null && look <= until; look = nextLook(this.state)) {
      this.now = Math.max(this.now, look)
      told.push(...(this.tell('look-at-levels', {}, alarm) as string[]))
    }
    this.now = until
    return told
  }

  /** As the alarm does. */
  look(): string[] | string {
    return this.tell('look-at-levels', {}, alarm)
  }

  clock(promise: ServiceLevelPromise) {
    return this.state.clocks.find((clock) => clock.promise === promise)
  }

  get stored(): StoredEvent[] {
    return this.events
  }
}

type ServiceLevelPromise = 'first-answer' | 'next-answer' | 'resolution'
export const DAYS = 24 * HOUR
