import type { ConversationId } from '$shared/base/ids.ts'
import type { Replica } from '../replica/db.ts'
import { headsOf } from '../replica/queries.ts'

/** So many conversations beside the one that goes on are followed because a ticket of theirs is under way. */
const TOLD_OF = 4

/** [T63] Conversations that may have ended and whose tickets go on: their customer is told how. */
export async function conversationsWithTickets(db: Replica): Promise<ConversationId[]> {
  const heads = await headsOf(db)
  const isUnderWay = ({ state }: (typeof heads)[number]) => state.tickets.some(({ status, merged }) => status !== 'closed' && !merged)
  return heads
    .filter(isUnderWay)
    .map(({ conversation }) => conversation)
    .slice(0, TOLD_OF)
}
