import type { Finding } from './finding.ts'

/** Longest local part and domain (RFC 5321, 4.5.3.1). */
const MOST_LOCAL = 64
const MOST_DOMAIN = 255
const LOCAL = /[a-z0-9._%+-]/i
const DOMAIN = /[a-z0-9.-]/i

/** Mail addresses in a text in one width, from each @ outward: linear, since neither side is longer than it may be. */
export function* mailsIn(text: string): Generator<Finding> {
  for (let sign = text.indexOf('@'); sign !== -1; sign = text.indexOf('@', sign + 1)) {
    let start = sign
    while (sign - start < MOST_LOCAL && LOCAL.test(text[start - 1] ?? '')) start--
    let end = sign + 1
    while (end - sign <= MOST_DOMAIN && DOMAIN.test(text[end] ?? '')) end++
    const domain = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/i.exec(text.slice(sign + 1, end))?.[0]
    if (start < sign && domain && text[start - 1] !== '*') yield { kind: 'email', start, end: sign + 1 + domain.length }
  }
}

/** GA 36: province, authority, five signs (six of a new-energy car), and what some end with; its digits may be spelled out. */
const PLATE =
  /([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ·•.-]?[a-hj-np-z][ ·•.-]?(?=[a-hj-np-z]{0,5}[\d零〇一幺二两三四五六七八九])[a-hj-np-z\d零〇一幺二两三四五六七八九]{4,6}(?:[挂学警港澳领使]|应急)?)(?![a-z\d])/giu

export function* platesIn(text: string): Generator<Finding> {
  for (const match of text.matchAll(PLATE)) {
    const signs = (match[1] ?? '').replace(/[ ·•.-]|应急$/g, '').length
    if (signs >= 7 - (match[0].endsWith('应急') ? 1 : 0) && signs <= 8)
      yield { kind: 'plate', start: match.index, end: match.index + match[0].length }
  }
}
