import type { Validity } from './article.ts'

/** Whatever is true for a time. */
interface Timed {
  valid?: Validity | undefined
}

/** Whether a piece was no longer true before a day (ISO 8601). */
export const hasEndedBefore = ({ valid }: Timed, day: string): boolean => (valid?.until ?? day) < day

/** Whether a piece is true on a day (ISO 8601). */
export function isValidOn({ valid }: Timed, day: string): boolean {
  const { from = null, until = null } = valid ?? {}
  return (from === null || from <= day) && (until === null || day <= until)
}
