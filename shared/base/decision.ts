import type { RefusalCode } from './refusal.ts'

/** What `decide` says: the events that follow from a command, or the code of the refusal. */
export type Decision<NewEvent> = { ok: true; events: NewEvent[] } | { ok: false; code: RefusalCode }

export const accept = <NewEvent>(...events: NewEvent[]): Decision<NewEvent> => ({ ok: true, events })
export const refuse = (code: RefusalCode): { ok: false; code: RefusalCode } => ({ ok: false, code })
