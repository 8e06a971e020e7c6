import { describe, expect, it } from 'vitest'
import { confusionLines, groupLines, halfLines, kept } from '../../models/eval/halves.ts'
import { interval, sharesRight } from '../../models/eval/intervals.ts'

const talk = (id: string, industry: 'finance' | 'telecom' = 'finance') => ({ id, industry, language: 'en' as const })

describe('[U6] how sure a share is', () => {
  it.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662],
  ])('[U6] %i of %i lies from %f to %f', (right, of, low, high) => {
    expect(interval(right, of).low).toBeCloseTo(low, 3)
    expect(interval(right, of).high).toBeCloseTo(high, 3)
  })

  it('[U6] is all or nothing where nothing was measured', () => {
    expect(interval(0, 0)).toEqual({ low: 0, high: 1 })
    expect(sharesRight([])).toBe('-')
  })

  it('[U6] is told beside it', () => {
    expect(sharesRight([...Array.from({ length: 8 }, () => true), false, false])).toBe('80.0 % (49.0 to 94.3)')
  })
})

describe('[U6] talks by halves', () => {
  const rated = [
    { talk: talk('a.en.1'), rights: { type: true } },
    { talk: talk('a.en.2'), rights: { type: false } },
    { talk: talk('b.en.3', 'telecom'), rights: { type: false } },
  ]
  const figures = [{ of: 'type', name: 'type', aim: '90 %' }]

  it('[U6] those of odd numbers are kept from whoever mends', () => {
    expect(kept(rated).map(({ talk: { id } }) => id)).toEqual(['a.en.1', 'b.en.3'])
    expect(halfLines(rated, figures).at(-1)).toMatch(/^\| type \| 90 % \| 0\.0 % .* \| 50\.0 % .* \|$/)
  })

  it('[U6] and they alone are told by industry', () => {
    const lines = groupLines(rated, figures).slice(2)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^\| finance en \| 1 \| 100\.0 %/)
    expect(lines[1]).toMatch(/^\| telecom en \| 1 \| 0\.0 %/)
  })
})

it('[U6] a table tells what was taken for what', () => {
  const judged = (expected: string, said: string) => ({ expected, said, score: 1 })
  expect(confusionLines('x', [judged('a', 'a'), judged('a', 'b'), judged('b', 'b'), judged('b', 'none')])).toEqual([
    '| x, true and said | talks | a | b | none | right |',
    '| --- | --- | --- | --- | --- | --- |',
    '| a | 2 | 1 | 1 |  | 50.0 % |',
    '| b | 2 |  | 1 | 1 | 50.0 % |',
  ])
})
