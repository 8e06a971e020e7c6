import { LIMITS } from '../base/limits.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { TicketCommand } from './commands.ts'
import type { Story } from './story.ts'

type Asked<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>

/**
 * [T20] Another ticket wants to become part of this one. The two agree first and one is closed then: a ticket that is itself on
 * its way into a third takes nobody in, and of two that ask each other the one with the lower id stays. So there is no circle.
 */
export function absorb(story: Story, { ticket, title }: Asked<'absorb'>): RefusalCode | null {
  const { state, around } = story
  const { self, brought } = around
  if (ticket === self) {
    if (state.merging) story.tell({ name: 'ticket.v1.MergeRefused', data: { into: state.merging } })
    return null
  }
  if (state.merged !== null) {
    story.tell({ name: 'ticket.v1.PassedOn', data: { ticket, title, to: state.merged } })
    return null
  }
  if (state.status === 'closed' || state.status === 'resolved' || state.ties.length >= LIMITS.ticketTies) return 'ticket-merging'
  if (state.merging !== null && !(state.merging === ticket && self < ticket)) return 'ticket-merging'
  if (!brought) throw new Error('what a ticket brings along is read before it is taken in')
  story.tell({ name: 'ticket.v1.Absorbed', data: { ticket, title, ...brought } })
  return null
}

/** [T20] The other one would not have it, or gave no answer for so long that it was asked no more: this one goes on. */
export function mergeRefused(story: Story, { into, unreached }: Asked<'note-merge-refused'>): null {
  if (story.state.merging === into) story.tell({ name: 'ticket.v1.MergeRefused', data: { into, ...(unreached ? { unreached } : {}) } })
  return null
}

/** [T20 T21] How another ticket is tied to this one; `merged` is the yes that this one asked for. */
export function tie(story: Story, { ticket, how, title }: Asked<'tie'>): RefusalCode | null {
  if (how === 'merged') {
    // Whoever says yes has taken it in: that counts too where the wish was given up because no answer came.
    const { merging, merged, status } = story.state
    if (merging === null && (merged !== null || status === 'closed')) return 'ticket-step'
    story.tell({ name: 'ticket.v1.Merged', data: { into: ticket, title } })
    return null
  }
  const { ties } = story.state
  if (ties.length >= LIMITS.ticketTies) return 'ticket-step'
  if (!ties.some((one) => one.ticket === ticket && one.how === how)) story.tell({ name: 'ticket.v1.Linked', data: { ticket, title, how } })
  return null
}
