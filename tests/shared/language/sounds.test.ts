import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { edits } from '../../../shared/language/edits.ts'
import { readSounds } from '../../../shared/language/sounds.ts'
import { BUYING } from '../../../shared/language/synonyms/buying.ts'
import { DEALING } from '../../../shared/language/synonyms/dealing.ts'
import { conceptOf, conceptsIn, usualWord } from '../../../shared/language/synonyms.ts'

const sounds = readSounds()
const code = (character: string) => character.charCodeAt(0)
const looseOf = (character: string) => sounds.of(code(character)).map((sound) => sounds.loose(sound))

describe('sounds', () => {
  it.each([
    ['宽', '款'],
    ['推', '腿'],
    ['票', '漂'],
    ['行', '航'],
    ['行', '形'],
  ])('[K14] %s sounds like %s', (one, other) => {
    const alike = sounds.of(code(one)).filter((sound) => sounds.of(code(other)).includes(sound))
    expect(alike.length).toBeGreaterThan(0)
  })

  it.each([
    ['牛', '流'],
    ['是', '四'],
    ['张', '脏'],
    ['琴', '情'],
    ['更', '根'],
    ['花', '发'],
  ])('[K14] %s is often taken for %s, though it sounds otherwise', (one, other) => {
    expect(sounds.of(code(one))).not.toEqual(sounds.of(code(other)))
    expect(looseOf(one)).toEqual(looseOf(other))
  })

  it.each([
    ['退', '货'],
    ['马', '妈妈'.charAt(1).replace('妈', '摸')],
    ['票', '标'],
  ])('[K14] %s is not taken for %s', (one, other) => {
    expect(looseOf(one)).not.toEqual(looseOf(other))
  })

  it.each([
    ['tuihuo', 2],
    ['wuliu', 2],
    ['shenfenzheng', 3],
    ['zhuangxiang', 2],
    ['a', 1],
  ])('[K14] reads %s as %d syllables', (word, many) => {
    expect(sounds.spelt(word)).toHaveLength(many)
  })

  it('[K14] reads the same sounds in the letters and in the characters', () => {
    expect(sounds.spelt('tuihuo')).toEqual([sounds.of(code('退'))[0], sounds.of(code('货'))[0]])
    expect(sounds.spelt('nvxing')).toEqual([sounds.of(code('女'))[0], sounds.of(code('形'))[0]])
  })

  it.each(['password', 'xyz', '', 'TUI', '退', 'tui huo', 'a'.repeat(41)])('[K14] reads no pinyin in %j', (word) => {
    expect(sounds.spelt(word) ?? []).toEqual([])
  })

  it.each(['x', '1', '👍', '々'])('[K14] knows no sound of %s', (character) => {
    expect(sounds.of(code(character))).toEqual([])
  })

  it('[K14] knows the characters of everyday use within the budget of a download', () => {
    const table = readFileSync(join(import.meta.dirname, '../../../shared/language/syllables.ts'))
    expect(gzipSync(table, { level: 9 }).length).toBeLessThan(20 * 1024)
    const known = Array.from({ length: 0x5200 }, (_, at) => 0x4e00 + at).filter((character) => sounds.of(character).length > 0)
    expect(known.length).toBeGreaterThan(6_700)
  })
})

describe('edits', () => {
  it.each([
    ['', '', 0],
    ['order', 'order', 0],
    ['order', 'ordr', 1],
    ['order', 'oredr', 1],
    ['refund', 'refnud', 1],
    ['delivery', 'dilivary', 2],
    ['order', 'return', 3],
    ['a', 'abcdef', 3],
  ])('[K14] between %j and %j there are %d, as far as one counts', (one, other, many) => {
    expect(edits(one, other, 2)).toBe(many)
    expect(edits(other, one, 2)).toBe(many)
  })
})

describe('synonyms', () => {
  it.each([
    ['快递', '我的包裹呢'],
    ['退款', '什么时候退钱'],
    ['驾照', '驾驶证掉了'],
    ['丢了', '驾驶证掉了'],
  ])('[K16] %s is named by %s', (usual, text) => {
    expect([...conceptsIn(text)].map(usualWord)).toContain(usual)
  })

  it.each([
    ['parcel', '快递'],
    ['refunds', '退款'],
    ['invoice', '发票'],
  ])('[K16] %s is the English for %s', (word, usual) => {
    expect(usualWord(conceptOf(word) ?? -1)).toBe(usual)
  })

  it('[K16] takes the longest word that fits', () => {
    expect([...conceptsIn('先退货运费')].map(usualWord)).toEqual(['退货', '运费'])
    expect(conceptOf('nothing')).toBeUndefined()
  })

  it('[K16] has every word in one line only', () => {
    const words = [BUYING, DEALING].flatMap((lines) => lines.trim().split(/\s+/))
    expect(words.length).toBeGreaterThan(500)
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  })
})
