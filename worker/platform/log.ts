/**
 * One JSON line per thing worth knowing. Ids and codes only: never a text that somebody wrote, a name, or an address.
 */
export function log(level: 'info' | 'warn' | 'error', what: string, facts: Record<string, string | number | boolean | null> = {}): void {
  console[level](JSON.stringify({ level, what, ...facts }))
}

/** What may be logged of a thrown fault: its kind and message, which this code wrote. */
export function faultOf(fault: unknown): string {
  return fault instanceof Error ? `${fault.name}: ${fault.message}` : 'unknown fault'
}
