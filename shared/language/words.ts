/** Words that come back join those that are being written, on a line of their own. */
export const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n')
