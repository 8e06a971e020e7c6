/** What finds and hides personal data; not part of the first screen. */
export type Masking = typeof import('$shared/language/mask.ts')

/** Digits in any writing, or the sign of a mail address: without one there is nothing to look for. */
const SIGNS = /[0-9０-９@＠零〇一二三四五六七八九幺]/

export const mayHoldPersonalData = (text: string): boolean => SIGNS.test(text)

export const masking = (): Promise<Masking> => import('$shared/language/mask.ts')
