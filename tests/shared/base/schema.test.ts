import { describe, expect, it } from 'vitest'
import { assert, unreachable } from '../../../shared/base/assert.ts'
import { parse, v } from '../../../shared/base/schema.ts'

const Person = v.strictObject({ name: v.string(), age: v.pipe(v.number(), v.minValue(0)) })

describe('parse', () => {
  it('[P18] gives the value of what has the shape', () => {
    expect(parse(Person, { name: 'Ada', age: 36 })).toEqual({ ok: true, value: { name: 'Ada', age: 36 } })
  })

  it.each([
    ['a wrong value', { name: 'secret words', age: -1 }, 'age: min_value'],
    ['a wrong type', { name: 7, age: 1 }, 'name: string'],
    ['an unknown key', { name: 'Ada', age: 1, more: 'secret words' }, 'more: strict_object'],
    ['no object', 'secret words', '(root): strict_object'],
  ])('[P18] names the path of %s and never the value', (_what, value, issues) => {
    expect(parse(Person, value)).toEqual({ ok: false, issues })
  })

  it('[P18] does not let an unknown key make the report long', () => {
    const parsed = parse(Person, { name: 'Ada', age: 1, ['k'.repeat(100_000)]: 1 })
    expect(parsed.ok).toBe(false)
    expect(JSON.stringify(parsed).length).toBeLessThan(300)
  })
})

describe('assert', () => {
  it('[P18] is a fault where something the code relies on does not hold', () => {
    expect(() => assert(1 > 0, 'order')).not.toThrow()
    expect(() => assert(0 > 1, 'order')).toThrow('order')
    expect(() => unreachable('new member' as never)).toThrow('new member')
  })
})
