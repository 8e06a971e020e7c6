import type { CommandId, ConversationId, CustomerId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { newCommandId, newConversationId, newCustomerId, newSeatId } from '../../shared/base/new-ids.ts'
import { seededRandom } from '../../shared/base/random.ts'

/** The same few ids in every run; a test names them by number. */
const random = seededRandom(20_260_101)

export const CONVERSATIONS: ConversationId[] = Array.from({ length: 40 }, () => newConversationId(random))
export const CUSTOMERS: CustomerId[] = Array.from({ length: 4 }, () => newCustomerId(random))
export const SEATS: SeatId[] = Array.from({ length: 6 }, () => newSeatId(random))

/** The id of a ticket by number. */
export const newTicketId = (index: number) => `t_${String(index).padStart(26, '0')}` as TicketId

/** A command id that no other call gives. */
export const commandId = (): CommandId => newCommandId(random)

export function at<Value>(values: readonly Value[], index: number): Value {
  const value = values.at(index)
  if (value === undefined) throw new Error(`there is no value at ${index}`)
  return value
}
