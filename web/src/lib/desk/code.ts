/** A short name for a customer nobody has named: enough to tell a handful apart, nothing to identify anybody by. */
export const codeOf = (id: string): string => id.slice(-4).toUpperCase()
