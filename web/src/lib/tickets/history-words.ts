import { MINUTE } from '$shared/base/clock.ts'
import type { QueueId } from '$shared/base/ids.ts'
import type { Policy } from '$shared/desk/policy.ts'
import type { HistoryLine } from '$shared/ticket/history.ts'
import { i18n, type Key, type Params, t } from '../i18n/i18n.svelte.ts'
import { lineName } from './policy.ts'

type Value = HistoryLine['values'][string]

/** Values that are names of something, put into the reader's words. */
const SHOWN: Record<string, (value: NonNullable<Value>, policy: Policy | undefined) => string> = {
  reason: (value) => t(`tickets.reason-${value}` as Key),
  type: (value) => t(`work.type-${value}` as Key),
  urgency: (value) => t(`tickets.urgency-${value}` as Key),
  status: (value) => t(`ticket.status-${value}` as Key),
  promise: (value) => t(`tickets.promise-${value}` as Key),
  line: (value, policy) => lineName(policy, value as QueueId),
  field: (value, policy) => policy?.fields.find(({ name }) => name === value)?.label ?? String(value),
  how: (value) => t(`tickets.how-${value}` as Key),
  outcome: (value) => t(`tickets.task-${value}` as Key),
  what: (value) => t(`tickets.what-${value}` as Key),
  why: (value) => t(`tickets.for-${value}` as Key),
}

/** A line of a ticket's history as a sentence, without what somebody wrote. */
export function historyWords({ code, values }: HistoryLine, policy: Policy | undefined, now: number): string {
  const words: Params = {}
  for (const [name, value] of Object.entries(values)) if (value !== null) words[name] = SHOWN[name]?.(value, policy) ?? value
  if (typeof values.due === 'number') words.due = `${i18n.day(values.due, now)} ${i18n.time(values.due)}`
  if (typeof values.used === 'number') words.used = i18n.span(Math.max(MINUTE, values.used))
  if (typeof values.since === 'number') words.since = `${i18n.day(values.since, now)} ${i18n.time(values.since)}`
  if (code === 'corrected') words.changes = i18n.list(['title', 'type', 'urgency'].flatMap((name) => words[name] ?? []).map(String))
  if (code === 'handed-on' && values.seat) return t('tickets.log-handed-to', words)
  return t(`tickets.log-${code}` as Key, words)
}
