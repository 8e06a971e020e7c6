import type { Notice } from '$shared/conversation/thread.ts'
import type { Key, Params } from '../i18n/i18n.svelte.ts'

const REQUESTED = {
  customer: { asked: 'chat.requested', misses: 'chat.requestedMisses', triage: 'chat.requestedTriage' },
  seat: { asked: 'desk.requested', misses: 'desk.requestedMisses', triage: 'desk.requestedTriage' },
} as const

/** The words for what happened beside the words, for a given reader. */
export function noticeWords(notice: Notice, reader: 'customer' | 'seat'): [Key, Params] {
  switch (notice.kind) {
    case 'person-requested':
      return [REQUESTED[reader][notice.reason], {}]
    case 'queue-left':
      return ['chat.queueLeft', {}]
    case 'person-joined':
      return [reader === 'seat' ? 'desk.joined' : 'chat.joined', { name: notice.person.name }]
    case 'handed-over': {
      const { from, warm } = notice
      if (reader === 'seat') return [warm ? 'desk.handedWarm' : 'desk.handed', { name: from.name }]
      return [warm ? 'chat.handedWarm' : 'chat.handed', { name: from.name }]
    }
    case 'closed':
      if (notice.by.kind === 'seat') return ['chat.closedByPerson', { name: notice.by.name }]
      return [reader === 'seat' ? 'chat.closedByCustomerSeat' : 'chat.closedByCustomer', {}]
    case 'rated':
      return ['chat.rated', { score: notice.rating.score }]
  }
}
