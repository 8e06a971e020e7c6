import { describe, expect, it } from 'vitest'
import { eachToken, Vocabulary } from '../../../shared/knowledge/vocabulary.ts'
import { normalise } from '../../../shared/language/normalise.ts'

/** The tokens of a text as they are written; things that are named apart. */
function tokensOf(text: string): { written: string[]; named: number; told: number } {
  const vocabulary = new Vocabulary()
  const tokens: number[] = []
  const told = eachToken(normalise(text), vocabulary, true, (key) => tokens.push(vocabulary.add(key)))
  const written = tokens.filter((token) => vocabulary.conceptOf(token) === null)
  return { written: written.map((token) => vocabulary.textOf(token)), named: tokens.length - written.length, told }
}

describe('eachToken', () => {
  it.each([
    ['characters and pairs of Chinese', '退火车', ['退', '退火', '火', '火车', '车']],
    ['words in their plain stem', 'Walked walks WALK', ['walk', 'walk', 'walk']],
    ['both beside each other', '火车iPhone15', ['火', '火车', '车', 'iphone15']],
    ['a word with an apostrophe', "walker's can't", ['walker', 'can']],
    ['no pair over a break', '火，车', ['火', '车']],
    ['short words as they are', 'is gas us less', ['is', 'gas', 'us', 'less']],
    ['nothing of signs', '？！👍 …', []],
  ])('[K2] finds %s', (_what, text, expected) => {
    expect(tokensOf(text).written).toEqual(expected)
  })

  it('[K2] counts what it finds, a thing that is named twice once', () => {
    const { written, named, told } = tokensOf('快递包裹')
    expect(written).toHaveLength(7)
    expect([named, told]).toEqual([1, 8])
  })

  it('[K2] pairs rare characters of two halves with nothing, and reads on behind them', () => {
    expect(tokensOf('𠮷火').written).toContain('火')
  })
})

describe('Vocabulary', () => {
  it('[K2] keeps every token apart however many there are', () => {
    const vocabulary = new Vocabulary()
    const keys = Array.from({ length: 40_000 }, (_, at) => 0x4e00 * 0x1_0000 + at * 7)
    const numbers = keys.map((key) => vocabulary.add(key))
    expect(new Set(numbers).size).toBe(keys.length)
    expect(keys.map((key) => vocabulary.find(key))).toEqual(numbers)
    expect(vocabulary.find(1)).toBe(-1)
  })

  it('[K2] knows no word that was not added, and does not add it by asking', () => {
    const vocabulary = new Vocabulary()
    expect(vocabulary.wordKey('walk', false)).toBe(-1)
    const key = vocabulary.wordKey('walk', true)
    expect(vocabulary.wordKey('walk', false)).toBe(key)
    expect(vocabulary.hasWord('walks')).toBe(true)
    expect(vocabulary.hasWord('xyzzy')).toBe(false)
  })
})
