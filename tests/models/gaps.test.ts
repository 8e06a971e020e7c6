import { expect, it } from 'vitest'
import { gapFigures } from '../../models/eval/gaps.ts'

it('[K25] groups what the templates are asked: little together that is not the same', () => {
  const figures = gapFigures()
  expect(figures.length).toBeGreaterThanOrEqual(10)
  const meanOf = (way: string, of: 'precision' | 'recall') => {
    const rows = figures.filter((each) => each.way === way)
    return rows.reduce((sum, each) => sum + each[of], 0) / rows.length
  }
  const ways = [...new Set(figures.map(({ way }) => way))]
  const [there = '', missing = ''] = ways
  expect(meanOf(there, 'precision')).toBeGreaterThan(0.93)
  expect(meanOf(there, 'recall')).toBeGreaterThan(0.85)
  expect(meanOf(missing, 'precision')).toBeGreaterThan(0.88)
  expect(meanOf(missing, 'recall')).toBeGreaterThan(0.35)
}, 60_000)
