import { describe, expect, it } from 'vitest'
import { measureMask } from '../../../models/eval/tasks.ts'
import { mask, personalDataIn } from '../../../shared/language/mask.ts'

const found = (text: string) => personalDataIn(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)

describe('[U7] personal data is found', () => {
  it.each([
    ['我的电话是13912345670', ['phone 13912345670']],
    ['打 139-1234-5670 或 +86 139 1234 5670', ['phone 139-1234-5670', 'phone +86 139 1234 5670']],
    ['１３９１２３４５６７０', ['phone １３９１２３４５６７０']],
    ['幺三九一二三四五六七零', ['phone 幺三九一二三四五六七零']],
    ['家里 010-65431234 晚上打', ['phone 010-65431234']],
    ['身份证11010519491231002X', ['id-card 11010519491231002X']],
    ['卡号 6222 0212 3456 7890 128', ['bank-card 6222 0212 3456 7890 128']],
    ['发到 li.na+shop@mail.example.cn。', ['email li.na+shop@mail.example.cn']],
    ['ｌｉ＠ｍａｉｌ．ｃｎ', ['email ｌｉ＠ｍａｉｌ．ｃｎ']],
    ['车牌沪A·12345被划了', ['plate 沪A·12345']],
    ['寄到杭州市西湖区文三路12号3幢501室，谢谢', ['address 杭州市西湖区文三路12号3幢501室']],
    ['ship to 48 Maple Avenue, Apt 3B please', ['address 48 Maple Avenue, Apt 3B']],
  ])('[U7] %s', (text, expected) => expect(found(text)).toEqual(expected))
})

describe('[U8] what only looks like it stays', () => {
  it.each([
    '订单号 13912345670 到哪了',
    '运单SF1391234567012',
    '订单号622202123456789012',
    '一共13,912,345,678元',
    '我要找400-820-8820',
    '2026-11-21 10:30 下的单',
    '在西湖区附近有店吗',
    '地铁3号线坏了',
    '110105194912310021',
  ])('[U8] %s', (text) => expect(found(text)).toEqual([]))
})

it('[U7] what is hidden is gone, and what helps whoever serves stays', () => {
  expect(mask('电话13912345670，卡6222021234567890128，邮箱li@mail.cn，沪A12345，证11010519491231002X')).toBe(
    '电话***5670，卡***0128，邮箱***@mail.cn，沪A***，证***',
  )
  expect(mask('住浙江省杭州市西湖区文三路12号3幢501室')).toBe('住浙江省杭州市西湖区***')
  expect(mask('没有什么可遮的')).toBe('没有什么可遮的')
})

it('[U9] the longest text is read in time that grows with its length alone', () => {
  for (const unit of ['1', '一', '138 ', '@', 'a@', '路1', '12-', 'A ', '京A1', 'Flat 1, ', '区', '1号'])
    expect(found(`${unit.repeat(50_000 / unit.length)}。电话13912345670`).at(-1), unit).toBe('phone 13912345670')
})

it('[U10] of the written cases at least 99 % is found, and 95 % of what is found is right', () => {
  const { recall, precision } = measureMask()
  expect(recall).toBeGreaterThanOrEqual(0.99)
  expect(precision).toBeGreaterThanOrEqual(0.95)
})
