import { expect, it } from 'vitest'
import { tokenise } from '../../../shared/language/tokenise.ts'

it.each([
  ['退货', ['退', '货', '退货']],
  ['ＯＰＰＯ手机x9', ['oppo', '手', '机', '手机', 'x9']],
  ['！？', []],
])('[K2] %s in pieces', (text, pieces) => {
  expect(tokenise(text)).toEqual(pieces)
})
