import type { QueueId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../shared/base/new-ids.ts'
import type { Lines } from '../../shared/triage/evaluate.ts'
import type { Facts } from '../../shared/triage/facts.ts'
import type { Group, Rule, Ruleset } from '../../shared/triage/rules.ts'

/** An ordinary question of somebody of whom nothing is known. */
export const FACTS: Facts = {
  wish: 'talk',
  tier: 'ordinary',
  type: 'enquiry',
  intent: 'ask-price',
  mood: 'neutral',
  anger: 0,
  urgency: 'normal',
  language: 'zh-CN',
  complexity: 0,
  conversations: 0,
  openTickets: 0,
  dissatisfied: false,
}

export const AFTER_SALES = 'q_after-sales' as QueueId
export const LINES: Lines = { all: [DEFAULT_QUEUE, AFTER_SALES], usual: DEFAULT_QUEUE }

export const all = (...of: Group['of']): Group => ({ match: 'all', of })
export const any = (...of: Group['of']): Group => ({ match: 'any', of })
export const rule = (id: string, when: Group, so: Rule['so'] = {}, on = true): Rule => ({ id, name: id, on, when, so })
export const ruleset = (mode: Ruleset['mode'], ...rules: Rule[]): Ruleset => ({ mode, rules })
