/** Throws a fault when something the code relies on does not hold. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${what}`)
}

/** The last branch of a switch over a union: a new member that nobody handles fails to type-check here. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
