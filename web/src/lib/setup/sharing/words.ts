import { DAY, HOUR, MINUTE, type Millis, SECOND } from '$shared/base/clock.ts'
import { canonical } from '$shared/base/digest.ts'
import { dayIn } from '$shared/calendar/zone.ts'
import type { PolicyFault } from '$shared/desk/policy-faults.ts'
import { PROMISES } from '$shared/levels/promises.ts'
import type { HeadStarts, LineSettings } from '$shared/queue/lines.ts'
import type { TicketField } from '$shared/ticket/fields.ts'
import { i18n, type Key, t } from '../../i18n/i18n.svelte.ts'
import { sentence } from '../triage/words.ts'
import { isForTickets, type Level, unitOf } from './examples.ts'
import type { Part, Parts } from './merge.ts'

export const HEAD_STARTS = ['vip', 'member', 'urgent', 'high', 'anger', 'again', 'message'] as const satisfies readonly (keyof HeadStarts)[]

/** A span in seconds, in words; none: what nought means here. */
export const spanWords = (seconds: number, none: Key): string => (seconds === 0 ? t(none) : i18n.span(seconds * 1000))

/** Working time, as it is said. */
export function workingWords(span: Millis): string {
  const [unit, of] =
    span % HOUR === 0 ? (['hour', HOUR] as const) : span % MINUTE === 0 ? (['minute', MINUTE] as const) : (['second', SECOND] as const)
  return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'long' }).format(span / of)
}

/** What a row promises of each kind, in words. */
export const promiseWords = (level: Level): string[] =>
  PROMISES.map((promised) => {
    const figure = level[promised]
    return labelled(`levels.${promised}`, figure === null ? t('levels.notPromised') : workingWords(figure * unitOf(level)))
  })

/** A moment by the desk's own clock: the day of the week where it is near, else the date too. */
export function momentWords(at: Millis, zone: string, from: Millis): string {
  const near = Date.parse(dayIn(zone, at)) - Date.parse(dayIn(zone, from)) < 7 * DAY
  const date = near ? {} : { month: 'short' as const, day: 'numeric' as const }
  const day = new Intl.DateTimeFormat(i18n.language, { ...date, weekday: 'short', timeZone: zone }).format(at)
  const time = new Intl.DateTimeFormat(i18n.language, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at)
  return `${day} ${time.replace(/^0(?=\d)/, '')}`
}

/** What is wrong, in the reader's words. */
export const faultWords = ({ code, with: collides }: PolicyFault): string =>
  t(code === 'level-never-applies' && collides === '' ? 'sharing.fault-level-never-applies-together' : `sharing.fault-${code}`, {
    name: collides,
  })

const labelled = (label: Key, value: string): string => t('sharing.labelled', { label: t(label), value })

function lineWords(line: LineSettings, lines: readonly LineSettings[]): string[] {
  const to = lines.find(({ id }) => id === line.overflow?.to)?.name ?? ''
  return [
    labelled('lines.departments', i18n.list(line.departments.map((department) => t(`work.department-${department}`)))),
    labelled('lines.hours', line.hours ? hoursWords(line) : t('lines.hoursDesk')),
    labelled('lines.offerFor', spanWords(line.offerFor, 'lines.never')),
    labelled('lines.familiarFor', spanWords(line.familiarFor, 'lines.never')),
    labelled('lines.relaxAfter', spanWords(line.relaxAfter, 'lines.atOnce')),
    labelled(
      'lines.overflow',
      line.overflow ? t('lines.overflowTo', { name: to, span: spanWords(line.overflow.after, 'lines.atOnce') }) : t('lines.overflowNone'),
    ),
  ]
}

/** The hours of a week in one line, days that are alike together. */
export function hoursWords({ hours }: Pick<LineSettings, 'hours'>): string {
  if (!hours) return t('lines.hoursDesk')
  const said = hours.days.map((periods) => periods.map(({ from, to }) => `${from}–${to}`).join(' ') || t('setup.closedDay'))
  const runs: { from: number; to: number; said: string }[] = []
  for (const [at, words] of said.entries()) {
    const last = runs.at(-1)
    if (last?.said === words) last.to = at
    else runs.push({ from: at, to: at, said: words })
  }
  const day = (at: number) => t(`days.${at + 1}` as Key)
  return runs.map(({ from, to, said }) => `${from === to ? day(from) : `${day(from)}–${day(to)}`} ${said}`).join(' · ')
}

function levelWords(level: Level): string[] {
  return [
    labelled('levels.for', fittingWords(level)),
    ...promiseWords(level),
    ...(isForTickets(level) && level.pausesForThirdParty ? [t('levels.pauses')] : []),
  ]
}

/** Whom a row of promises is for. */
export function fittingWords(level: Level): string {
  const { types, tiers, urgencies } = level
  const parts = [
    ...(types ? [i18n.list(types.map((type) => t(`work.type-${type}`)))] : []),
    ...(tiers ? [i18n.list(tiers.map((tier) => t(`work.tier-${tier}`)))] : []),
    ...(urgencies ? [i18n.list(urgencies.map((urgency) => t(`desk.urgency-${urgency}`)))] : []),
  ]
  return parts.join(' · ') || t(isForTickets(level) ? 'levels.everyTicket' : 'levels.everyTalk')
}

function fieldWords(field: TicketField): string[] {
  return [
    t(`levels.kind-${field.kind}`),
    ...(field.choices.length > 0 ? [i18n.list(field.choices)] : []),
    field.types.length > 0 ? i18n.list(field.types.map((type) => t(`work.type-${type}`))) : t('levels.allTypes'),
    ...(field.required ? [t('levels.required')] : []),
  ]
}

/** Something of a part, as two people have it; empty where one has it not. */
export interface Difference {
  name: string
  mine: string[]
  theirs: string[]
}

interface Told {
  id: string
  name: string
  words: string[]
}

function toldOf(part: Part, parts: Parts): Told[] {
  switch (part) {
    case 'lines':
      return parts.lines.map((line) => ({ id: line.id, name: line.name, words: [line.name, ...lineWords(line, parts.lines)] }))
    case 'rules':
      return [
        { id: 'mode', name: t('triage.mode'), words: [t(`triage.mode-${parts.rules.mode}`)] },
        ...parts.rules.rules.map((rule) => ({
          id: rule.id,
          name: rule.name,
          words: [rule.name, sentence(rule, parts.lines), ...(rule.on ? [] : [t('triage.off')])],
        })),
      ]
    case 'levels':
    case 'talkLevels':
      return parts[part].map((level) => ({ id: level.name, name: level.name, words: levelWords(level) }))
    case 'fields':
      return parts.fields.map((field) => ({ id: field.name, name: field.label, words: [field.label, ...fieldWords(field)] }))
    case 'headStarts':
      return HEAD_STARTS.map((name) => ({
        id: name,
        name: t(`lines.start-${name}`),
        words: [t('lines.minutesOf', { count: parts.headStarts[name] })],
      }))
  }
}

/** Where two people’s changes of a part differ, in words. */
export function differences(part: Part, mine: Parts, theirs: Parts): Difference[] {
  const [ours, others] = [toldOf(part, mine), toldOf(part, theirs)]
  const told = [...new Map([...ours, ...others].map((one) => [one.id, one.name]))].flatMap(([id, name]): Difference[] => {
    const wordsOf = (list: Told[]) => list.find((one) => one.id === id)?.words ?? [t('sharing.isGone')]
    const [own, other] = [wordsOf(ours), wordsOf(others)]
    const difference = { name, mine: own.filter((word) => !other.includes(word)), theirs: other.filter((word) => !own.includes(word)) }
    return difference.mine.length + difference.theirs.length > 0 ? [difference] : []
  })
  const order = (list: Told[]) => list.map(({ name }) => name)
  const moved = told.length === 0 && canonical(order(ours)) !== canonical(order(others))
  return moved ? [{ name: t('sharing.order'), mine: [order(ours).join(' → ')], theirs: [order(others).join(' → ')] }] : told
}
