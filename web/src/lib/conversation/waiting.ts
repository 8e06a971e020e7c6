import { isOpen } from '$shared/calendar/hours.ts'
import type { Hours } from '$shared/calendar/schedule.ts'
import type { Item } from '$shared/conversation/thread.ts'
import type { Place } from '$shared/queue/place.ts'
import { i18n, t } from '../i18n/i18n.svelte.ts'
import { opensWords } from './opens.ts'

export interface Waiting {
  place: Place | null
  why: ReturnType<typeof whyWaiting>
  /** A request was handed in. */
  requested: boolean
  messageLeft: boolean
  /** The wish has not reached the edge yet. */
  pending: boolean
  online: boolean
  /** The desk's working time, holidays included. */
  hours: Hours
}

/** [D14] What somebody who waits is told: never more than is known, and when nobody is there what can be done instead. */
export function waitingWords({ place, why, requested, messageLeft, pending, online, hours }: Waiting, now: number): string {
  // What has not left this device has reached nobody.
  if (messageLeft && pending) return t('flow.waits')
  if (messageLeft) return t(requested ? 'flow.waitsAtDesk' : 'chat.messageLeft')
  if (pending && !online) return t('waiting.waitingOffline')
  const line = place?.name || t('chat.title')
  if (!place) return why === 'handed' ? t('waiting.handingOver', { line }) : t('waiting.waitingUnknown')
  if (!place.staffed && place.opens) return t('waiting.opensAt', { line, at: opensWords(place.opens, now) })
  if (!place.staffed) return isOpen(hours, now) ? t('waiting.unstaffed') : `${t('waiting.outside')} · ${t('waiting.unstaffed')}`
  const first = why === 'handed' ? t('waiting.handingOver', { line }) : why === 'rules' ? t('waiting.peopleFirst') : place.name
  const where = place.place === 1 ? t('waiting.placeNext') : t('waiting.place', { ahead: place.place - 1 })
  const wait = place.wait === null ? t('waiting.waitUnknown') : t('waiting.wait', { span: i18n.span(place.wait) })
  return [...(first ? [first] : []), where, wait].join(' · ')
}

/** Why somebody waits: handed on by a person who served them, sent to people by the desk's rules, or at their own wish. */
export function whyWaiting(items: readonly Pick<Item, 'body'>[]): 'handed' | 'rules' | 'asked' {
  for (const { body } of items.toReversed()) {
    if (body.kind !== 'notice') continue
    if (body.notice.kind === 'handed-over') return 'handed'
    if (body.notice.kind === 'person-requested') return body.notice.reason === 'triage' ? 'rules' : 'asked'
  }
  return 'asked'
}
