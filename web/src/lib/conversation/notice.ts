import type { Notice } from '$shared/conversation/thread.ts'
import type { Key, Params } from '../i18n/i18n.svelte.ts'

/** The words for what happened beside the words, for a given reader. */
export function noticeWords(notice: Notice, reader: 'customer' | 'seat'): [Key, Params] {
  switch (notice.kind) {
    case 'person-requested':
      if (reader === 'seat') return [notice.reason === 'misses' ? 'desk.requestedMisses' : 'desk.requested', {}]
      return [notice.reason === 'misses' ? 'chat.requestedMisses' : 'chat.requested', {}]
    case 'queue-left':
      return ['chat.queueLeft', {}]
    case 'person-joined':
      return [reader === 'seat' ? 'desk.joined' : 'chat.joined', { name: notice.person.name }]
    case 'closed':
      if (notice.by.kind === 'seat') return ['chat.closedByPerson', { name: notice.by.name }]
      return [reader === 'seat' ? 'chat.closedByCustomerSeat' : 'chat.closedByCustomer', {}]
    case 'rated':
      return ['chat.rated', { score: notice.rating.score }]
  }
}
