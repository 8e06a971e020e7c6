import type { Millis } from '../../shared/base/clock.ts'
import { CommandId, ConversationId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { derivedCommandId } from '../../shared/base/new-ids.ts'
import { type Infer, v } from '../../shared/base/schema.ts'
import { ActionName, ParameterName } from '../../shared/knowledge/actions.ts'
import { requiredOf } from '../../shared/knowledge/registry.ts'
import { UNAVAILABLE } from '../../shared/knowledge/walk.ts'
import type { Route } from '../../shared/protocol/connector.ts'
import { type Call, PING } from '../../shared/protocol/connector-call.ts'
import type { Effect, Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { send } from './caller.ts'
import { Calls } from './calls.ts'
import { type Came, Orders } from './orders.ts'
import { Settings } from './settings.ts'

/** From a conversation's outbox. */
export const Act = v.strictObject({
  id: CommandId,
  type: v.literal('act'),
  conversation: ConversationId,
  action: ActionName,
  parameters: v.record(ParameterName, v.string()),
  at: v.number(),
})
export type Act = Infer<typeof Act>

const NOBODY: Came = { outcome: UNAVAILABLE, facts: {} }

/** The kind of target that stands for the business's own system; each call has a line of its own. */
export const OUTSIDE = 'outside'

/** Does what conversations ask for, each action once, and tells them what came of it. */
export class Acting {
  readonly calls: Calls
  readonly orders: Orders
  readonly settings: Settings
  readonly #sql: Sql
  readonly #outbox: Outbox

  constructor(sql: Sql, outbox: Outbox) {
    this.#sql = sql
    this.#outbox = outbox
    this.calls = new Calls(sql)
    this.orders = new Orders(sql)
    this.settings = new Settings(sql)
  }

  /** Who does an action now; nobody where what it needs is not set up. */
  routeOf(action: string): Route {
    const route = this.settings.routes[action] ?? 'none'
    if (route === 'table') return this.orders.table ? 'table' : 'none'
    return route === 'http' && this.settings.url !== '' && this.settings.secretAt !== null ? 'http' : 'none'
  }

  /** Takes an action once; call inside a transaction. */
  take(act: Act, now: Millis): void {
    const route = canBeAsked(act, now) ? this.routeOf(act.action) : 'none'
    if (!this.calls.begin(act.id, act.action, route, now)) return
    if (route === 'http') this.#outbox.append([{ target: { kind: OUTSIDE, id: act.id }, command: act }], now)
    else this.#settle(act, route === 'table' ? this.orders.find(act.conversation, act.parameters, now) : NOBODY, null, now)
  }

  /** Sends one action out; throws where it is to be tried again, and lets the flow go on without it when that took too long. */
  async call(act: Act, desk: string, now: () => Millis): Promise<void> {
    const since = this.calls.openSince(act.id)
    // The process died between the answer and the end of this effect.
    if (since === null) return
    const { url } = this.settings
    const secrets = this.settings.secrets(now())
    const called = await send(url, secrets, callOf(act, desk), now())
    const { result } = called
    if (result.ok) return this.#sql.transaction(() => this.#settle(act, result.answer, null, now()))
    if (now() - since < LIMITS.actionPatience) {
      this.calls.failed(act.id, result.fault)
      throw new Error(result.fault)
    }
    this.#sql.transaction(() => this.#settle(act, NOBODY, result.fault, now()))
  }

  /** A signed ping, for the owner to see that both sides understand each other. */
  async ping(id: CommandId, desk: string, now: Millis) {
    const call: Call = { id, action: PING, parameters: {}, desk, at: new Date(now).toISOString() }
    return send(this.settings.url, this.settings.secrets(now), call, now)
  }

  /** Remembers what came of it and tells the conversation, in one transaction. */
  #settle({ id, conversation }: Act, { outcome, facts }: Came, fault: string | null, now: Millis): void {
    this.calls.settle(id, outcome, fault, now)
    const command: Effect['command'] = { id: derivedCommandId(id, 'done'), type: 'settle-action', action: id, outcome, facts }
    this.#outbox.append([{ target: { kind: 'conversation', id: conversation }, command }], now)
  }
}

/** What is asked too late, lacks what it needs, or tells an order in words (昨天那单) is for people. */
function canBeAsked({ action, parameters, at }: Act, now: Millis): boolean {
  const isNamed = !Object.values(parameters).some((value) => /^(ending|described):/.test(value))
  return now - at < LIMITS.actionLate && isNamed && requiredOf(action).every((name) => parameters[name])
}

const callOf = ({ id, action, parameters, at }: Act, desk: string): Call => ({
  id,
  action,
  parameters,
  desk,
  at: new Date(at).toISOString(),
})
