import type { LineSettings } from '$shared/queue/lines.ts'
import type { RuleFault } from '$shared/triage/analyse.ts'
import { isGroup } from '$shared/triage/evaluate.ts'
import type { Facts } from '$shared/triage/facts.ts'
import type { Condition, Consequence, Group, Rule } from '$shared/triage/rules.ts'
import { intentOf } from '$shared/understanding/labels.ts'
import { i18n, type Key, t } from '../../i18n/i18n.svelte.ts'

type Named = Pick<LineSettings, 'id' | 'name'>

const WORD: Readonly<Record<string, (value: string) => Key>> = {
  wish: (value) => `triage.wish-${value}` as Key,
  tier: (value) => `work.tier-${value}` as Key,
  type: (value) => `work.type-${value}` as Key,
  mood: (value) => `desk.mood-${value}` as Key,
  urgency: (value) => `desk.urgency-${value}` as Key,
  language: (value) => `triage.language-${value}` as Key,
}

export const intentWords = (id: string): string => intentOf(id)?.[i18n.language === 'en' ? 'en' : 'zh'] ?? id

/** The value of a fact as it is called. */
export function valueWords(fact: Condition['fact'], value: Facts[Condition['fact']]): string {
  if (value === null) return t('triage.unknown')
  if (fact === 'intent') return intentWords(String(value))
  if (fact === 'anger') return t(`triage.anger-${value}` as Key)
  if (fact === 'dissatisfied') return t(value ? 'triage.dissatisfied-true' : 'triage.dissatisfied-false')
  const word = WORD[fact]
  return word ? t(word(String(value))) : String(value)
}

/** What a condition asks, as a clause. */
export function conditionWords(condition: Condition): string {
  const { fact } = condition
  if (fact === 'dissatisfied') return t(condition.is ? 'triage.dissatisfied-true' : 'triage.dissatisfied-false')
  const name = t(`triage.fact-${fact}`)
  if ('in' in condition) {
    const values = condition.in.map((value) => valueWords(fact, value as never))
    return t('triage.is', { fact: name, values: values.join(t('triage.orShort')) || '…' })
  }
  const { least, most } = condition
  const told = (figure: number) => (fact === 'anger' && figure <= 3 ? t(`triage.anger-${figure}` as Key) : String(figure))
  if (least !== undefined && most !== undefined) return t('triage.between', { fact: name, least: told(least), most: told(most) })
  if (least !== undefined) return t('triage.least', { fact: name, least: told(least) })
  return most === undefined ? t('triage.any', { fact: name }) : t('triage.most', { fact: name, most: told(most) })
}

/** What a group asks, as a clause; groups in it stand in brackets. */
export function groupWords({ match, of }: Group, inside = false): string {
  if (of.length === 0) return t(match === 'all' ? 'triage.always' : 'triage.never')
  const parts = of.map((part) => (isGroup(part) ? groupWords(part, true) : conditionWords(part)))
  const clause = parts.join(t(match === 'all' ? 'triage.and' : 'triage.or'))
  return inside && parts.length > 1 ? t('triage.bracket', { clause }) : clause
}

/** What a rule has done, as clauses. */
export function soWords({ first, line, boost, skills, urgency }: Consequence, lines: readonly Named[]): string {
  const clauses = [
    ...(first ? [t(`triage.so-${first}`)] : []),
    ...(line ? [t('triage.so-line', { name: lineName(line, lines) })] : []),
    ...(boost ? [t(boost > 0 ? 'triage.so-boost' : 'triage.so-back', { count: Math.abs(boost) })] : []),
    ...(skills?.length ? [t('triage.so-skills', { skills: i18n.list(skills) })] : []),
    ...(urgency ? [t('triage.so-urgency', { urgency: t(`desk.urgency-${urgency}`) })] : []),
  ]
  return clauses.join(t('triage.comma')) || t('triage.so-nothing')
}

export const lineName = (id: string, lines: readonly Named[]): string => lines.find((line) => line.id === id)?.name ?? t('triage.goneLine')

/** [R17] A rule in one sentence. */
export function sentence({ when, so }: Rule, lines: readonly Named[]): string {
  const said = soWords(so, lines)
  return when.match === 'all' && when.of.length === 0
    ? t('triage.sentenceAlways', { so: said })
    : t('triage.sentence', { when: groupWords(when), so: said })
}

/** What is wrong with a rule, in the reader's words. */
export function faultWords(fault: RuleFault, rules: readonly Rule[]): string {
  if (fault.kind === 'never' || fault.kind === 'line-gone' || fault.kind === 'no-catch-all') return t(`triage.fault-${fault.kind}`)
  const names = i18n.list(fault.others.map((id) => t('triage.quoted', { name: rules.find((rule) => rule.id === id)?.name ?? id })))
  return fault.kind === 'behind' ? t('triage.fault-behind', { names }) : t(`triage.fault-contradicts-${fault.of}`, { names })
}
