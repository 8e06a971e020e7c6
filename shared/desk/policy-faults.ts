import type { Millis } from '../base/clock.ts'
import type { QueueId } from '../base/ids.ts'
import { opensNext } from '../calendar/hours.ts'
import type { Hours } from '../calendar/schedule.ts'
import { fits, type Row, type ServiceLevel, type TalkLevel } from '../levels/promises.ts'
import type { Duty, LineSettings } from '../queue/lines.ts'
import type { TicketField } from '../ticket/fields.ts'
import { TIERS } from '../triage/customer.ts'
import { TICKET_TYPES, URGENCIES } from '../understanding/work.ts'
import type { Policy } from './policy.ts'
import { REFUSED_FAULTS, type RefusedFault } from './policy-refusals.ts'

/** What is refused, and what an owner may well mean and is told. */
export type PolicyFaultCode = RefusedFault | 'hours-never-open' | 'department-twice' | 'level-never-applies' | 'answer-after-resolution'

/** A fault, where it stands, and what it collides with. */
export interface PolicyFault {
  code: PolicyFaultCode
  part: 'lines' | 'levels' | 'talkLevels' | 'fields'
  /** Which of its part, from 0. */
  at: number
  /** A name or a word of the vocabulary, for who words it; empty where there is none. */
  with: string
}

const isRefusedCode = (code: PolicyFaultCode): code is RefusedFault => REFUSED_FAULTS.some((one) => one === code)

/** [D6 D7] The first fault for which nothing is written, by its code; null where there is none. */
export function refusedFault(faults: readonly PolicyFault[]): RefusedFault | null {
  for (const { code } of faults) if (isRefusedCode(code)) return code
  return null
}

type Looked = Pick<Policy, 'lines' | 'levels' | 'talkLevels' | 'fields'>

/** All that is wrong with how a desk shares out its work; `hours` are the desk's own. */
export function policyFaults({ lines, levels, talkLevels, fields }: Looked, hours: Hours, now: Millis): PolicyFault[] {
  return [
    ...lines.flatMap((_, at) => lineFaults(lines, at, hours, now)),
    ...levels.flatMap((_, at) => levelFaults(levels, at, 'levels')),
    ...talkLevels.flatMap((_, at) => levelFaults(talkLevels, at, 'talkLevels')),
    ...fields.flatMap((_, at) => fieldFaults(fields, at)),
  ]
}

const sameWords = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

function lineFaults(lines: readonly LineSettings[], at: number, hours: Hours, now: Millis): PolicyFault[] {
  const line = lines[at]
  if (!line) return []
  const fault = (code: PolicyFaultCode, collides = ''): PolicyFault => ({ code, part: 'lines', at, with: collides })
  const before = lines.slice(0, at)
  const namesake = before.some(({ name }) => sameWords(name, line.name))
  const doubled = line.departments.flatMap((department) => {
    const first = before.find(({ departments }) => departments.includes(department))
    return first ? [fault('department-twice', first.name)] : []
  })
  return [
    ...overflowFaults(lines, line).map((code) => fault(code)),
    ...(namesake ? [fault('line-named-twice', line.name)] : []),
    ...(opensNext(line.hours ?? hours, now) === null ? [fault('hours-never-open')] : []),
    ...doubled.slice(0, 1),
  ]
}

/** Follows who moves on from one line to the next: it must end. */
function overflowFaults(lines: readonly LineSettings[], line: LineSettings): PolicyFaultCode[] {
  const passed = new Set([line.id])
  for (let to = line.overflow?.to; to !== undefined; ) {
    const next = lines.find(({ id }) => id === to)
    if (!next) return line.overflow?.to === to ? ['overflow-nowhere'] : []
    if (next.id === line.id) return ['overflow-circle']
    // A circle further on is told where it is.
    if (passed.has(next.id)) return []
    passed.add(next.id)
    to = next.overflow?.to
  }
  return []
}

/** Every kind of ticket or conversation that rows may tell apart. */
const ALL = TICKET_TYPES.flatMap((type) => TIERS.flatMap((tier) => URGENCIES.map((urgency) => ({ type, tier, urgency }))))

function levelFaults(levels: readonly (ServiceLevel | TalkLevel)[], at: number, part: 'levels' | 'talkLevels'): PolicyFault[] {
  const level = levels[at]
  if (!level) return []
  const fault = (code: PolicyFaultCode, collides = ''): PolicyFault => ({ code, part, at, with: collides })
  const before = levels.slice(0, at)
  const fitting = ALL.filter((one) => fits(level, one))
  const isCovered = fitting.every((one) => before.some((earlier) => fits(earlier, one)))
  const [only] = before.filter((earlier) => fitting.every((one) => fits(earlier, one)))
  const { 'first-answer': first, resolution } = level
  return [
    ...(isCovered ? [fault('level-never-applies', only?.name ?? '')] : []),
    ...(first !== null && resolution !== null && first > resolution ? [fault('answer-after-resolution')] : []),
  ]
}

/** How many of all kinds no row fits: nothing is promised for them. */
export const promisedNothing = (levels: readonly Row[]): { unfit: number; all: number } => ({
  unfit: ALL.filter((one) => !levels.some((level) => fits(level, one))).length,
  all: ALL.length,
})

function fieldFaults(fields: readonly TicketField[], at: number): PolicyFault[] {
  const field = fields[at]
  if (!field) return []
  const fault = (code: PolicyFaultCode, collides = ''): PolicyFault => ({ code, part: 'fields', at, with: collides })
  const namesake = fields.slice(0, at).some(({ name, label }) => name === field.name || sameWords(label, field.label))
  return [
    ...(namesake ? [fault('field-named-twice', field.label)] : []),
    ...(field.kind === 'choice' && field.choices.length === 0 ? [fault('choices-missing')] : []),
  ]
}

/** [D8] Lines that nobody who works here is there for. */
export const unmanned = (lines: readonly LineSettings[], duties: readonly Duty[]): QueueId[] =>
  lines.map(({ id }) => id).filter((id) => !duties.some((duty) => duty.lines.length === 0 || duty.lines.includes(id)))
