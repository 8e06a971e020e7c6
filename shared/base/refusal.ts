import { v } from './schema.ts'

/**
 * Every reason for which a command may be answered with no. A code travels; the words for it live in the catalogues of
 * the reader's language, which a test holds complete against this list.
 */
export const REFUSAL_CODES = [
  'not-allowed',
  'not-found',
  'not-open-yet',
  'already-open',
  'conversation-closed',
  'conversation-not-closed',
  'text-empty',
  'text-too-long',
  'same-id-other-content',
  'unknown-article',
  'unknown-message',
  'not-waiting',
  'already-waiting',
  'already-with-person',
  'rating-too-late',
  'offer-gone',
  'seat-unknown',
  'ticket-not-yours',
  'ticket-taken',
  'ticket-closed',
  'ticket-step',
  'ticket-field',
  'ticket-field-missing',
  'ticket-tasks-open',
  'ticket-itself',
  'ticket-merging',
  'ticket-reopen-too-late',
  'urged-too-soon',
  'invalid-command',
] as const

export const RefusalCode = v.picklist(REFUSAL_CODES)
export type RefusalCode = v.InferOutput<typeof RefusalCode>
