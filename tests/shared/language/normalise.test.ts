import { describe, expect, it } from 'vitest'
import { detectLanguage } from '../../../shared/language/detect.ts'
import { cleanText, normalise } from '../../../shared/language/normalise.ts'

describe('normalise', () => {
  it.each([
    ['full-width letters and digits', 'ＡＢＣ１２３', 'abc123'],
    ['full-width punctuation', '你好，吗？', '你好,吗?'],
    ['upper case', 'Where IS my Order', 'where is my order'],
    ['white space of every kind', '  a \t\n　b\u00a0c ', 'a b c'],
    ['zero-width marks inside a word', '退\u200b货\ufeff运\u2060费', '退货运费'],
    ['direction overrides', 'abc\u202edef\u2066', 'abcdef'],
    ['tag characters', `hi${String.fromCodePoint(0xe0041, 0xe0042)}`, 'hi'],
    ['half a surrogate pair', 'a\ud83d', 'a\ufffd'],
    ['a soft hyphen', 're\u00adfund', 'refund'],
    ['nothing but invisible characters', '\u200b\u200d\ufeff', ''],
  ])('[K1] brings %s to one form', (_what, text, expected) => {
    expect(normalise(text)).toBe(expected)
    expect(normalise(normalise(text))).toBe(expected)
  })

  it('[K1] takes time in proportion to the length', () => {
    const text = '\u200d😀\u200d 　'.repeat(40_000)
    const begun = performance.now()
    normalise(text)
    expect(performance.now() - begun).toBeLessThan(1000)
  })
})

describe('cleanText', () => {
  it.each([
    ['line breaks of three kinds', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['control characters', 'a\u0000b\u001b[31m\u009f', 'a b [31m '],
    ['hidden words', 'ab\u200bc', 'abc'],
    ['a family, which is joined of three', '👨\u200d👩\u200d👧', '👨\u200d👩\u200d👧'],
    ['a profession with a colour of skin', '👩🏽\u200d💻', '👩🏽\u200d💻'],
    ['joiners that join nothing', 'a\u200db 😀\u200d', 'ab 😀'],
    ['capitals and full-width signs', 'ＡBc！', 'ＡBc！'],
  ])('[K1] keeps of %s what can be seen', (_what, text, expected) => {
    expect(cleanText(text)).toBe(expected)
  })
})

describe('detectLanguage', () => {
  it.each([
    ['怎么退货', 'zh-CN'],
    ['how do I return this', 'en'],
    ['我的 iPhone 15 怎么退', 'zh-CN'],
    ['could you please check my order 订单', 'en'],
    ['WiFi 坏了', 'zh-CN'],
  ] as const)('[K3] reads %s as %s', (text, language) => {
    expect(detectLanguage(text, language === 'en' ? 'zh-CN' : 'en')).toBe(language)
  })

  it('[K3] keeps to the language of before where there are no letters', () => {
    expect(detectLanguage('12345 👍', 'en')).toBe('en')
    expect(detectLanguage('', 'zh-CN')).toBe('zh-CN')
  })
})
