import type { Policy } from '$shared/desk/policy.ts'
import type { Language } from '$shared/language/language.ts'
import type { StaffMember } from '$shared/protocol/http.ts'
import { i18n, t } from '../../i18n/i18n.svelte.ts'

const MOST_SKILLS = 20
const LONGEST_SKILL = 30

/** Skills as somebody types them, one after the other: without doubles, as many and as long as a duty takes. */
export const skillsIn = (words: string): string[] =>
  [...new Set(words.split(/[,，、;；\n]/).map((word) => word.trim().slice(0, LONGEST_SKILL)))].filter(Boolean).slice(0, MOST_SKILLS)

/** Skills that rules ask for, and that somebody has. */
export const knownSkills = (policy: Pick<Policy, 'rules'> | null, staff: readonly StaffMember[]): string[] =>
  [
    ...new Set([...(policy?.rules.rules ?? []).flatMap(({ so }) => so.skills ?? []), ...staff.flatMap(({ duty }) => duty.skills)]),
  ].toSorted()

export const languageWords = (language: Language): string => (language === 'en' ? 'English' : '中文')

/** What a member of staff is there for, in a line. */
export function dutyWords({ duty, capacity }: StaffMember, lines: Policy['lines']): string {
  const names = duty.lines.map((id) => lines.find((line) => line.id === id)?.name ?? t('duty.goneLine'))
  return [
    names.length > 0 ? i18n.list(names) : t('duty.allLines'),
    ...(duty.skills.length > 0 ? [i18n.list(duty.skills)] : []),
    ...(duty.languages.length > 0 ? [i18n.list(duty.languages.map(languageWords))] : []),
    t('duty.capacities', { talks: capacity, messages: duty.messages, tickets: duty.tickets }),
  ].join(' · ')
}
