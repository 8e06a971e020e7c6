import type { TicketId } from '$shared/base/ids.ts'
import type { Matter } from '$shared/ticket/commands.ts'
import type { SeatDesk } from '../desk/seat.svelte.ts'
import type { Replica } from '../replica/db.ts'
import { TicketList } from './list.svelte.ts'
import { openTicket, SeatTicket } from './ticket.svelte.ts'

/** The tickets of one seat on this device. */
export class TicketsDesk {
  readonly seat: SeatDesk
  readonly list: TicketList
  readonly #db: Replica

  constructor(db: Replica, seat: SeatDesk) {
    this.#db = db
    this.seat = seat
    this.list = new TicketList(db, seat)
  }

  ticket(id: TicketId): SeatTicket {
    return new SeatTicket(this.#db, id, this.seat.actor)
  }

  /** Makes a ticket by hand; the answer is its id. */
  open(matter: Matter): Promise<TicketId> {
    return openTicket(this.#db, matter)
  }
}
