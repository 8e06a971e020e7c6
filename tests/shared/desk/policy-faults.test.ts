import { describe, expect, it } from 'vitest'
import type { QueueId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { ALWAYS } from '../../../shared/calendar/hours.ts'
import { defaultPolicy } from '../../../shared/desk/default-policy.ts'
import { type Policy, withoutLine } from '../../../shared/desk/policy.ts'
import { policyFaults, promisedNothing, refusedFault } from '../../../shared/desk/policy-faults.ts'
import { INDUSTRIES } from '../../../shared/desk/settings.ts'

const NOW = Date.parse('2026-11-20T16:30:00+08:00')
const NEVER = { timezone: 'Asia/Shanghai', days: Array.from({ length: 7 }, () => []) }
const base = () => structuredClone(defaultPolicy('e-commerce', 'zh-CN'))
const [AFTER_SALES, TECHNICAL, FINANCE] = ['q_after-sales', 'q_technical', 'q_finance'] as [QueueId, QueueId, QueueId]

function changed(change: (policy: Policy) => void) {
  const policy = base()
  change(policy)
  return policyFaults(policy, ALWAYS, NOW)
}
const codes = (faults: ReturnType<typeof policyFaults>) => faults.map(({ code, at }) => `${code} ${at}`)
const overflow = (policy: Policy, from: QueueId, to: QueueId | null) => {
  const line = policy.lines.find(({ id }) => id === from)
  if (line) line.overflow = to && { to, after: 60 }
}

describe('[D6 D7 D8] what is wrong with how a desk shares out its work', () => {
  it.each(INDUSTRIES)('[D8] nothing is, where a desk of %s begins', (industry) => {
    for (const language of ['zh-CN', 'en'] as const) expect(policyFaults(defaultPolicy(industry, language), ALWAYS, NOW)).toEqual([])
  })

  it('[D6] a line must not move people on to itself, nor in a circle, nor to nowhere', () => {
    expect(codes(changed((policy) => overflow(policy, AFTER_SALES, AFTER_SALES)))).toEqual(['overflow-circle 1'])
    expect(codes(changed((policy) => overflow(policy, DEFAULT_QUEUE, FINANCE)))).toEqual(['overflow-circle 0', 'overflow-circle 3'])
    expect(codes(changed((policy) => overflow(policy, TECHNICAL, 'q_gone' as QueueId)))).toEqual(['overflow-nowhere 2'])
    const chain = changed((policy) => overflow(policy, AFTER_SALES, TECHNICAL))
    expect(chain).toEqual([])
  })

  it('[D7] two lines of one name, two fields of one name, a choice without choices', () => {
    const lines = changed((policy) => {
      for (const line of policy.lines.slice(1, 2)) line.name = ' 客户服务 '
    })
    expect(codes(lines)).toEqual(['line-named-twice 1'])
    const field = { name: 'model', label: '型号', types: [], kind: 'choice' as const, choices: ['甲'], required: false }
    const fields = changed((policy) => policy.fields.push(field, { ...field, name: 'other' }, { ...field, label: '颜色', choices: [] }))
    expect(codes(fields)).toEqual(['field-named-twice 1', 'field-named-twice 2', 'choices-missing 2'])
    expect([refusedFault(lines), refusedFault(fields), refusedFault([])]).toEqual(['line-named-twice', 'field-named-twice', null])
  })

  it('[D8] hours that never open, the desk’s own too; a day that the desk opens is enough', () => {
    const closed = changed((policy) => {
      for (const line of policy.lines.slice(3)) line.hours = NEVER
    })
    expect(codes(closed)).toEqual(['hours-never-open 3'])
    expect(refusedFault(closed)).toBeNull()
    expect(policyFaults(base(), NEVER, NOW)).toHaveLength(4)
    const once = { ...NEVER, exceptions: [{ day: '2026-12-01', periods: [{ from: '09:00', to: '10:00' }] }] }
    expect(policyFaults(base(), once, NOW)).toEqual([])
  })

  it('[D8] a department with two lines, the first of which counts', () => {
    const twice = changed((policy) => policy.lines[2]?.departments.push('finance', 'service'))
    expect(twice).toEqual([
      { code: 'department-twice', part: 'lines', at: 2, with: '客户服务' },
      { code: 'department-twice', part: 'lines', at: 3, with: '技术支持' },
    ])
  })

  it('[D8] a row of promises that those before it leave nothing to, alone or together', () => {
    const row = (name: string, more: object) => ({ ...(base().levels[4] as Policy['levels'][number]), name, ...more })
    const levels = (rows: Policy['levels']) => policyFaults({ ...base(), levels: rows }, ALWAYS, NOW)
    expect(levels([row('全部', {}), row('急', { urgencies: ['urgent'] })])).toEqual([
      { code: 'level-never-applies', part: 'levels', at: 1, with: '全部' },
    ])
    const tiers = [row('VIP', { tiers: ['vip'] }), row('其他', { tiers: ['ordinary', 'member'] })]
    expect(levels([...tiers, row('一般', {})])).toEqual([{ code: 'level-never-applies', part: 'levels', at: 2, with: '' }])
    expect(levels([row('急', { urgencies: ['urgent'] }), row('全部', {})])).toEqual([])
    expect(codes(levels([row('一般', { 'first-answer': 90, resolution: 60 })]))).toEqual(['answer-after-resolution 0'])
    expect(promisedNothing(tiers)).toEqual({ unfit: 0, all: 72 })
    expect(promisedNothing(tiers.slice(1)).unfit).toBe(24)
  })
})

describe('[D9] a line that is taken away', () => {
  it('[D9] has nobody move on to it any more, and the first one stays', () => {
    const { lines } = base()
    overflow({ ...base(), lines }, AFTER_SALES, TECHNICAL)
    const left = withoutLine(lines, TECHNICAL)
    expect(left.map(({ id, overflow }) => [id, overflow?.to ?? null])).toEqual([
      [DEFAULT_QUEUE, null],
      [AFTER_SALES, null],
      [FINANCE, DEFAULT_QUEUE],
    ])
    expect(withoutLine(lines, DEFAULT_QUEUE)).toEqual(lines)
  })
})
