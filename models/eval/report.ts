/** What was measured, as lines of Markdown. */
export interface Measured {
  title: string
  lines: string[]
  /** By model, where models are compared: higher is better. */
  scores?: Record<string, number>
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
export const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
export const head = (...cells: readonly string[]): string[] => [row(...cells), row(...cells.map(() => '---'))]
export const print = ({ title, lines }: Measured): string => `## ${title}\n\n${lines.join('\n')}\n`

/** Percentiles of times, in milliseconds. */
export function percentiles(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number) => {
    const time = sorted[Math.floor(share * (sorted.length - 1))] ?? 0
    return time < 1 ? time.toFixed(3) : time.toFixed(1)
  }
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`
}
