import { CommandId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { type Infer, v } from '../base/schema.ts'
import { ActionName, FACT_LONGEST } from '../knowledge/actions.ts'
import { isAction } from '../knowledge/registry.ts'
import { normalise } from '../language/normalise.ts'

/** The bodies of /api/connectors, in both directions. */

/** Who does an action: nobody, the table of orders, or the business's own system over HTTP. */
export const ROUTES = ['none', 'table', 'http'] as const
export const Route = v.picklist(ROUTES)
export type Route = v.InferOutput<typeof Route>

/** What the table of orders can do. */
export const TABLE_ACTIONS: readonly string[] = ['look-up-order']

const known = v.pipe(ActionName, v.check(isAction, 'no such action'))

/** PUT /api/connectors/routes */
export const SetRoute = v.pipe(
  v.strictObject({ action: known, route: Route }),
  v.check(({ action, route }) => route !== 'table' || TABLE_ACTIONS.includes(action), 'not of the table'),
)
export type SetRoute = Infer<typeof SetRoute>

/** PUT /api/connectors/http; an empty address takes it back. */
export const SetHttp = v.strictObject({ url: v.pipe(v.string(), v.trim(), v.maxLength(500)) })

/** POST /api/connectors/secret: told here once, and never again. */
export const NewSecret = v.object({ secret: v.string() })

/** POST /api/connectors/test: what came back of a signed ping. */
export const Tested = v.object({
  ok: v.boolean(),
  took: v.number(),
  status: v.nullable(v.number()),
  fault: v.nullable(v.string()),
  /** The beginning of the answer, as it came. */
  answer: v.string(),
})
export type Tested = Infer<typeof Tested>

const cell = v.pipe(v.string(), v.trim(), v.maxLength(FACT_LONGEST))
const day = v.pipe(v.string(), v.regex(/^(\d{4}-\d{2}-\d{2})?$/))

/** One order of the table. Of the customer it holds the end of a telephone number and nothing else. */
export const OrderRow = v.strictObject({
  order: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  tail: v.pipe(v.string(), v.regex(/^\d{4}$/)),
  status: v.pipe(cell, v.minLength(1)),
  carrier: cell,
  tracking: cell,
  amount: cell,
  items: cell,
  ordered: day,
  paid: day,
  delivered: day,
})
export type OrderRow = Infer<typeof OrderRow>

const upload = v.pipe(v.string(), v.regex(/^[0-9a-z]{16,40}$/))

/** POST /api/connectors/table: a part of a table, which nobody sees before it is whole. */
export const OrderPart = v.strictObject({
  upload,
  rows: v.pipe(v.array(OrderRow), v.minLength(1), v.maxLength(LIMITS.ordersPerPart)),
})

/** POST /api/connectors/table/commit: takes the place of the table before it, if so many rows have arrived. */
export const OrdersWhole = v.strictObject({ upload, rows: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.orders)) })

/** GET /api/connectors, and the answer of whatever changes something. */
export const ConnectorState = v.object({
  /** Of the actions that somebody does, who does it. */
  routes: v.record(ActionName, Route),
  table: v.nullable(v.object({ rows: v.number(), at: v.number(), by: v.string() })),
  http: v.object({ url: v.string(), secretAt: v.nullable(v.number()) }),
  /** The latest first, without a word of the customer's. */
  calls: v.array(
    v.object({
      id: CommandId,
      at: v.number(),
      action: v.string(),
      route: Route,
      outcome: v.nullable(v.string()),
      took: v.nullable(v.number()),
      fault: v.nullable(v.string()),
      tries: v.number(),
    }),
  ),
})
export type ConnectorState = Infer<typeof ConnectorState>

/** An order number as it is compared: whatever its width, case, spaces and hyphens. */
export const orderKey = (order: string): string => normalise(order).replace(/[\s-]/g, '').toUpperCase()

/**
 * Names that lead to the inside of a network, and numbers instead of names: where the last label is a number, in decimal or
 * hexadecimal, the whole host is one (https://url.spec.whatwg.org/#ends-in-a-number-checker).
 */
const INSIDE = /^(?:[^.]*|.*\.(?:\d+|0x[\da-f]*|local|localdomain|internal|localhost|lan|home|intranet|corp|arpa))\.?$/i

/**
 * Whether an address is one to send customers' order numbers to: encrypted, by name, at the usual port, without a sign-in in it. `local` lets
 * this very machine in, for those who run both on it. A name that leads inside by its records cannot be seen from here.
 */
export function isCallable(address: string, local: boolean): boolean {
  if (!URL_SHAPE.test(address)) return false
  const [, scheme = '', host = '', port = '443'] = URL_SHAPE.exec(address) ?? []
  if (local && /^(localhost|127\.0\.0\.1)$/i.test(host)) return true
  return scheme.toLowerCase() === 'https' && port === '443' && !INSIDE.test(host)
}

/** Scheme, host, port, path and query; no user before the host, no fragment, nothing that parsers read differently. */
const URL_SHAPE =
  /^(https?):\/\/([a-z\d](?:[a-z\d.-]*[a-z\d])?)(?::(\d{1,5}))?(?:\/[\w.~!$&'()*+,;=:@%/-]*)?(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?$/i
