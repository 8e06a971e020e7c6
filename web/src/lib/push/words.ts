import type { Language } from '$shared/language/language.ts'
import { notices as en } from '../i18n/en.json'
import { notices as zh } from '../i18n/zh-CN.json'

const WORDS = { 'zh-CN': zh, en } satisfies Record<Language, unknown>

/** The words of a notice. A service worker has no page to take them from, so it carries the few that it says. */
export function said(language: Language, name: keyof typeof en, params: Record<string, string> = {}): string {
  // As on a page, what is lacking shows as its key.
  const text: string = WORDS[language][name] ?? `notices.${name}`
  return text.replace(/\{(\w+)\}/g, (_whole, field: string) => params[field] ?? '')
}
