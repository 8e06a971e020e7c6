import { LIMITS } from '$shared/base/limits.ts'
import type { OrderRow } from '$shared/protocol/connector.ts'

/** Room for what stands around the rows of a body. */
const AROUND = 200
const bytesOf = (row: OrderRow): number => new TextEncoder().encode(JSON.stringify(row)).length + 1

/** A table in parts that a body may hold, in their order. */
export function partsOf(rows: readonly OrderRow[]): OrderRow[][] {
  const parts: OrderRow[][] = []
  let room = 0
  for (const row of rows) {
    const bytes = bytesOf(row)
    const last = parts.at(-1)
    if (last && bytes <= room && last.length < LIMITS.ordersPerPart) last.push(row)
    else {
      parts.push([row])
      room = LIMITS.knowledgeBody - AROUND
    }
    room -= bytes
  }
  return parts
}
