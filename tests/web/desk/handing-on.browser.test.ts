import { beforeEach, describe, expect, it } from 'vitest'
import { MINUTE } from '../../../shared/base/clock.ts'
import type { ConversationId, QueueId } from '../../../shared/base/ids.ts'
import { ALWAYS } from '../../../shared/calendar/hours.ts'
import type { Place } from '../../../shared/queue/place.ts'
import type { Why } from '../../../shared/queue/why.ts'
import { type Waiting, waitingWords, whyWaiting } from '../../../web/src/lib/conversation/waiting.ts'
import { whyWords } from '../../../web/src/lib/desk/why.ts'
import { i18n } from '../../../web/src/lib/i18n/i18n.svelte.ts'

const NOW = new Date(2026, 10, 20, 18, 30).getTime()
const CONVERSATION = `c_${'0'.repeat(26)}` as ConversationId
const AFTER_SALES = 'q_after-sales' as QueueId

beforeEach(async () => {
  await i18n.add('staff', 'seldom')
  await i18n.use('zh-CN')
})

describe('[D13] why it came to this seat', () => {
  const nameOf = (line: string) => (line === AFTER_SALES ? '售后' : line)
  const plain: Why = { free: 2, idleSince: 0, candidates: 3 }
  const headStart = { tier: 5, urgency: 0, anger: 2, again: 0, rules: -10, message: 0 }

  it('[D13] every figure that decided has its words, and what did not decide has none', () => {
    expect(whyWords(plain, nameOf)).toEqual(['在 3 位能接的同事里，你最合适：还能接 2 位。'])
    expect(whyWords({ ...plain, candidates: 1 }, nameOf)).toEqual(['现在只有你能接。'])
    const all: Why = {
      ...plain,
      ...{ waited: 4 * MINUTE, headStart, rules: ['VIP 先人工'], overflowedFrom: [AFTER_SALES], passed: 2, language: false },
      skills: { matched: ['家电'], waived: ['保价'] },
    }
    expect(whyWords(all, nameOf)).toEqual([
      '按规则：VIP 先人工。',
      '已等 4分钟，排序时另计：客户等级 +5分钟、情绪激动 +2分钟和规则调整 −10分钟。',
      '原来在售后排队，等太久转来。',
      '需要的技能你有：家电。',
      '等久了，不再要求：保价。',
      '等久了，不再要求会客户的语言。',
      '2 位同事没有接。',
      '在 3 位能接的同事里，你最合适：还能接 2 位。',
    ])
  })

  it('[D13] somebody who was chosen or is known is told that, and no comparison', () => {
    expect(whyWords({ ...plain, asked: true }, nameOf)).toEqual(['同事指定转给你。'])
    expect(whyWords({ ...plain, familiar: true, waited: MINUTE }, nameOf)).toEqual(['上次就是你接待的。'])
  })
})

describe('[D14] what somebody who waits is told', () => {
  const place: Place = {
    conversation: CONVERSATION,
    place: 3,
    wait: 4 * MINUTE,
    staffed: true,
    line: AFTER_SALES,
    name: '售后',
    opens: null,
  }
  const waiting: Waiting = { place, why: 'asked', requested: false, messageLeft: false, pending: false, online: true, hours: ALWAYS }
  const words = (change: Partial<Waiting>) => waitingWords({ ...waiting, ...change }, NOW)

  it('[D14] line, place and wait, as far as is known', () => {
    expect(words({})).toBe('售后 · 前面还有 2 位 · 预计等待 4分钟')
    expect(words({ place: { ...place, place: 1, wait: null } })).toBe('售后 · 下一位就是你 · 等待时间暂时说不准')
    expect(words({ place: null })).toBe('正在排队…')
    expect(words({ place: null, pending: true, online: false })).toBe('联网后自动进入排队')
  })

  it('[D14] that they are handed on and keep their place, and that people come first', () => {
    expect(words({ why: 'handed' })).toBe('正在为你转接售后，你的位置会保留 · 前面还有 2 位 · 预计等待 4分钟')
    expect(words({ why: 'rules' })).toMatch(/^这件事请人来帮你更合适/)
  })

  it('[D14] when nobody is there, when somebody is and what can be done until then', () => {
    const closed = (at: Date) => words({ place: { ...place, staffed: false, opens: at.getTime() } })
    expect(closed(new Date(2026, 10, 21, 9))).toBe('售后现在休息，明天 09:00 有人。可以留言或约个时间回电，也可以接着问助手。')
    expect(closed(new Date(2026, 10, 23, 9))).toContain('星期一 09:00')
    expect(closed(new Date(2026, 11, 1, 9))).toContain('12月1日 09:00')
    expect(words({ place: { ...place, staffed: false } })).toBe('现在没有客服在线，可以留言，上班后回复你。')
  })

  it('[D14] the last thing that happened says why they wait', () => {
    const person = { id: `s_${'0'.repeat(26)}` as never, name: '李娜' }
    const notice = (one: Parameters<typeof whyWaiting>[0][number]['body']) => ({ body: one })
    const asked = notice({ kind: 'notice', notice: { kind: 'person-requested', reason: 'asked' } })
    const handed = notice({ kind: 'notice', notice: { kind: 'handed-over', from: person, warm: false, live: true } })
    expect([whyWaiting([asked]), whyWaiting([asked, handed]), whyWaiting([handed, asked]), whyWaiting([])]).toEqual([
      'asked',
      'handed',
      'asked',
      'asked',
    ])
  })
})
