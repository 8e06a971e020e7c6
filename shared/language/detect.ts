import type { Language } from './language.ts'

/** The language a text is most likely written in; `otherwise` when it holds no letters at all. */
export function detectLanguage(text: string, otherwise: Language): Language {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const latin = text.match(/[a-z]+/gi)?.length ?? 0
  if (han === 0 && latin === 0) return otherwise
  return han * 2 >= latin ? 'zh-CN' : 'en'
}
