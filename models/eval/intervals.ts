import { percent } from './report.ts'

/** The normal distribution's 97.5th percentile: beyond it and its mirror image lie 5 %. */
const Z = 1.959964

/**
 * Between which shares the true one lies, in 95 of 100 cases, where so many of so many were right (the score interval;
 * Wilson, 1927). From 0 to 1; all of it where nothing was measured.
 */
export function interval(right: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 }
  const share = right / of
  const spread = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))
  const [middle, whole] = [share + Z ** 2 / (2 * of), 1 + Z ** 2 / of]
  return { low: Math.max(0, (middle - spread) / whole), high: Math.min(1, (middle + spread) / whole) }
}

/** `93.1 % (89.3 to 95.6)`: how many are right, and between which shares that lies. */
export function sharesRight(rights: readonly boolean[]): string {
  if (rights.length === 0) return '-'
  const right = rights.filter(Boolean).length
  const { low, high } = interval(right, rights.length)
  return `${percent(right / rights.length)} (${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)})`
}
