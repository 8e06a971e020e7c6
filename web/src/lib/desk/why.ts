import { MINUTE } from '$shared/base/clock.ts'
import type { HeadStart, Why } from '$shared/queue/why.ts'
import { i18n, t } from '../i18n/i18n.svelte.ts'

const PARTS = ['tier', 'urgency', 'anger', 'again', 'rules', 'message', 'late'] as const satisfies readonly (keyof HeadStart)[]

/** Minutes that count as waited, with what they are for: 「VIP 5 分钟、情绪 2 分钟」; empty where there are none. */
function headStartWords(headStart: HeadStart): string[] {
  return PARTS.flatMap((part) => {
    const minutes = headStart[part] ?? 0
    return minutes === 0 ? [] : t(`why.part-${part}`, { span: `${minutes < 0 ? '−' : '+'}${i18n.span(Math.abs(minutes) * MINUTE)}` })
  })
}

/** Why a conversation came to this seat, in sentences: who it is for first, then why now, then why here. */
export function whyWords(why: Why, nameOf: (line: string) => string): string[] {
  const { waited, headStart, rules = [], overflowedFrom = [], skills, passed = 0 } = why
  const ahead = headStart ? headStartWords(headStart) : []
  const told = (isTold: boolean | undefined, words: () => string) => (isTold ? [words()] : [])
  const only = why.candidates <= 1
  return [
    ...told(why.asked, () => t('why.asked')),
    ...told(why.familiar, () => t('why.familiar')),
    ...told(rules.length > 0, () => t('why.rules', { rules: i18n.list(rules) })),
    ...told(waited !== undefined && ahead.length > 0, () => t('why.ahead', { span: i18n.span(waited ?? 0), parts: i18n.list(ahead) })),
    ...told(overflowedFrom.length > 0, () => t('why.overflowed', { lines: i18n.list(overflowedFrom.map(nameOf)) })),
    ...told((skills?.matched.length ?? 0) > 0, () => t('why.matched', { skills: i18n.list(skills?.matched ?? []) })),
    ...told((skills?.waived.length ?? 0) > 0, () => t('why.waived', { skills: i18n.list(skills?.waived ?? []) })),
    ...told(why.language === false, () => t('why.language')),
    ...told(passed > 0, () => t('why.passed', { count: passed })),
    ...told(!why.asked && !why.familiar, () => (only ? t('why.only') : t('why.free', { candidates: why.candidates, free: why.free }))),
  ]
}
