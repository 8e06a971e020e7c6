import { SeatId } from '$shared/base/ids.ts'
import { v } from '$shared/base/schema.ts'
import { TicketList } from '$shared/protocol/tickets.ts'
import { SeatStatus } from '$shared/queue/commands.ts'
import { ask } from '../http/ask.ts'
import type { ListName } from './rows.ts'

export interface ListWish {
  view: ListName
  query: string
  /** The last line that is here: what follows on it is asked for. */
  before?: number | undefined
}

export const getTickets = ({ view, query, before }: ListWish) =>
  ask(
    TicketList,
    'GET',
    `/api/tickets?${new URLSearchParams({ view, q: query, ...(before === undefined ? {} : { before: String(before) }) })}`,
  )
/** Those a ticket can be handed to. */
const Colleagues = v.array(v.object({ id: SeatId, name: v.string(), status: SeatStatus }))
export type Colleague = v.InferOutput<typeof Colleagues>[number]

export const getColleagues = () => ask(Colleagues, 'GET', '/api/seat/colleagues')
