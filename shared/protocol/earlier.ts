import type { Place } from '../queue/place.ts'
import type { SeatOffer } from '../seat/commands.ts'
import type { Down } from './down.ts'
import { PROTOCOL_LENIENT } from './version.ts'

/**
 * A frame as a page of an earlier version reads it. Until version 3 a key that such a page did not know spoilt the whole frame:
 * no offers, no place, no line. It is given the keys that it knows; later pages pass over what they do not know by themselves.
 */
export function forVersion(frame: Down, protocol: number): Down {
  if (protocol >= PROTOCOL_LENIENT) return frame
  switch (frame.type) {
    case 'seat':
      return { ...frame, seat: { ...frame.seat, offers: frame.seat.offers.map(plainOffer), came: [] } }
    case 'place':
      return { ...frame, place: frame.place && plainPlace(frame.place) }
    case 'line': {
      const { queue, live, messages, oldest, staffed } = frame.line
      return { ...frame, line: { queue, live, messages, oldest, staffed } }
    }
    default:
      return frame
  }
}

function plainOffer({ offer, queue, conversation, live, language, since, until, why }: SeatOffer): SeatOffer {
  const { free, idleSince, candidates } = why
  return { offer, queue, conversation, live, language, since, until, why: { free, idleSince, candidates } }
}

const plainPlace = ({ conversation, place, wait, staffed }: Place): Place => ({ conversation, place, wait, staffed })
