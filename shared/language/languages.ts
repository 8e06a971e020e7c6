/** The languages that the product speaks, Chinese first. */
export const LANGUAGES = ['zh-CN', 'en'] as const
