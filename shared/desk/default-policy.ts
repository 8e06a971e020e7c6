import type { QueueId } from '../base/ids.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import type { Language } from '../language/language.ts'
import type { ServiceLevel, TalkLevel } from '../levels/promises.ts'
import type { HeadStarts, LineSettings } from '../queue/lines.ts'
import { DEFAULT_RULES } from '../triage/default-rules.ts'
import type { Department } from '../understanding/label.ts'
import type { Policy } from './policy.ts'
import type { Industry } from './settings.ts'

interface Named {
  id: string
  departments: Department[]
  zh: string
  en: string
}

const SERVICE: Named = { id: 'service', departments: ['service', 'operations'], zh: '客户服务', en: 'Customer service' }
const AFTER_SALES: Named = { id: 'after-sales', departments: ['after-sales'], zh: '售后', en: 'After-sales' }
const TECHNICAL: Named = { id: 'technical', departments: ['technical'], zh: '技术支持', en: 'Technical support' }
const FINANCE: Named = { id: 'finance', departments: ['finance'], zh: '财务', en: 'Billing' }
const BUSINESS: Named = { id: 'business', departments: ['government'], zh: '业务办理', en: 'Applications' }

/** Departments as such a business usually has them. Everybody is there for all of them until somebody says otherwise. */
const LINES: Readonly<Record<Industry, readonly Named[]>> = {
  'e-commerce': [SERVICE, AFTER_SALES, TECHNICAL, FINANCE],
  finance: [SERVICE, AFTER_SALES, TECHNICAL, FINANCE],
  telecom: [SERVICE, AFTER_SALES, TECHNICAL, FINANCE],
  government: [SERVICE, BUSINESS, TECHNICAL],
}

const HEAD_STARTS: HeadStarts = { member: 1, vip: 5, high: 2, urgent: 5, anger: 1, again: 3, message: 15 }

const HOUR = 60
/** A working day of a desk that is open for eight hours. */
const WORKING_DAY = 8 * HOUR

function levels(zh: boolean): ServiceLevel[] {
  const level = (name: string, first: number, next: number, resolution: number, to: Partial<ServiceLevel>): ServiceLevel => ({
    name,
    ...to,
    'first-answer': first,
    'next-answer': next,
    resolution,
    pausesForThirdParty: false,
  })
  return [
    level(zh ? '紧急' : 'Urgent', 15, 30, 4 * HOUR, { urgencies: ['urgent'] }),
    level(zh ? 'VIP' : 'VIP', 30, HOUR, WORKING_DAY, { tiers: ['vip'] }),
    level(zh ? '投诉' : 'Complaints', HOUR, 2 * HOUR, 2 * WORKING_DAY, { types: ['complaint'] }),
    level(zh ? '较急' : 'High', HOUR, 2 * HOUR, WORKING_DAY, { urgencies: ['high'] }),
    level(zh ? '一般' : 'All others', 4 * HOUR, 4 * HOUR, 3 * WORKING_DAY, {}),
  ]
}

/** Within how many seconds such a business usually answers somebody who waits in front of a page. */
const SOON: Readonly<Record<Industry, number>> = { 'e-commerce': 180, finance: 120, telecom: 180, government: 300 }

/** What is promised to conversations until the desk says otherwise; a desk of before there were such promises begins with it too. */
export function defaultTalkLevels(industry: Industry, language: Language): TalkLevel[] {
  const zh = language === 'zh-CN'
  const soon = SOON[industry]
  const level = (name: string, first: number, next: number, resolution: number, to: Partial<TalkLevel>): TalkLevel => ({
    name,
    ...to,
    'first-answer': first,
    'next-answer': next,
    resolution: resolution * 60,
  })
  return [
    level(zh ? '紧急' : 'Urgent', 60, 60, 30, { urgencies: ['urgent'] }),
    level('VIP', 60, 90, 45, { tiers: ['vip'] }),
    level(zh ? '投诉' : 'Complaints', soon / 2, soon / 2, 60, { types: ['complaint'] }),
    level(zh ? '一般' : 'All others', soon, soon, 60, {}),
  ]
}

/** How a desk shares out its work until it says otherwise. */
export function defaultPolicy(industry: Industry, language: Language): Policy {
  const zh = language === 'zh-CN'
  const lines = LINES[industry].map(
    ({ id, departments, ...names }): LineSettings => ({
      id: id === 'service' ? DEFAULT_QUEUE : (`q_${id}` as QueueId),
      name: zh ? names.zh : names.en,
      departments,
      hours: null,
      offerFor: 20,
      familiarFor: 30,
      relaxAfter: 60,
      overflow: id === 'service' ? null : { to: DEFAULT_QUEUE, after: 180 },
    }),
  )
  const talkLevels = defaultTalkLevels(industry, language)
  return { version: 0, lines, headStarts: HEAD_STARTS, rules: DEFAULT_RULES(zh), levels: levels(zh), talkLevels, fields: [] }
}
