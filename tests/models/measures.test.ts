import { expect, it } from 'vitest'
import { accuracy, auroc, bCubed, byLabel, calibrationError, confusions, macroF1 } from '../../models/eval/measures.ts'

const rows = [
  { expected: 'a', said: 'a', score: 0.95 },
  { expected: 'a', said: 'b', score: 0.55 },
  { expected: 'b', said: 'b', score: 0.85 },
  { expected: 'b', said: 'b', score: 0.85 },
]

it('[U6] tells how often, and which, and for what', () => {
  expect(accuracy(rows)).toBe(0.75)
  expect(byLabel(rows).map(({ label, precision, recall }) => [label, precision, recall])).toEqual([
    ['a', 1, 0.5],
    ['b', 2 / 3, 1],
  ])
  expect(macroF1(rows)).toBeCloseTo((2 / 3 + 0.8) / 2)
  expect(confusions(rows, 5)).toEqual([{ expected: 'a', said: 'b', count: 1 }])
})

it('[U6] tells how well texts are grouped', () => {
  expect(bCubed(rows)).toEqual({ precision: (1 + 1 / 3 + 2 / 3 + 2 / 3) / 4, recall: (0.5 + 0.5 + 1 + 1) / 4 })
  expect(bCubed(rows.map(({ expected }) => ({ expected, said: `group of ${expected}` })))).toEqual({ precision: 1, recall: 1 })
})

it('[U6] tells how well a score parts two kinds, ties half', () => {
  expect(auroc([3, 4], [1, 2])).toBe(1)
  expect(auroc([1, 2], [3, 4])).toBe(0)
  expect(auroc([1, 1], [1, 1])).toBe(0.5)
  expect(auroc([2, 4], [1, 3])).toBe(0.75)
})

it('[U6] tells how far from the truth a probability is', () => {
  expect(calibrationError([{ expected: 'a', said: 'a', score: 1 }])).toBe(0)
  expect(calibrationError([{ expected: 'a', said: 'b', score: 1 }])).toBe(1)
  expect(calibrationError(rows)).toBeCloseTo((0.05 + 0.55 + 2 * 0.15) / 4)
})
