import { describe, expect, it } from 'vitest'
import { measureMask } from '../../../models/eval/mask.ts'
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
    ['总机021-65431234转分机805', ['phone 021-65431234转分机805']],
    ['fax +86 755 2345 6789 ext. 27', ['phone +86 755 2345 6789 ext. 27']],
    ['幺三九，一二三四，五六七零', ['phone 幺三九，一二三四，五六七零']],
    ['投诉！电话13912345670，24小时内回', ['phone 13912345670']],
    ['租车订单留的13912345670', ['phone 13912345670']],
    ['call +852 9123 4567', ['phone +852 9123 4567']],
    ['新证件110105194912310021', ['id-card 110105194912310021']],
    ['卡里的，六二二二，零二一二，三四五六，七八九零，一二八', ['bank-card 六二二二，零二一二，三四五六，七八九零，一二八']],
    ['川 A8P21K堵门', ['plate 川 A8P21K']],
    ['送6栋803', ['address 6栋803']],
    ['住文三路12号海棠汇4#2301', ['address 文三路12号海棠汇4#2301']],
    ['浙江省，杭州市，西湖区，文三路12号，海棠汇B座904', ['address 浙江省，杭州市，西湖区，文三路12号，海棠汇B座904']],
    ['安平路12弄3支弄6号', ['address 安平路12弄3支弄6号']],
    ['文三路12号院2区6楼4门502号', ['address 文三路12号院2区6楼4门502号']],
    ['第二医院住院部9楼23床', ['address 第二医院住院部9楼23床']],
    ['海棠小区十二栋三单元八零二', ['address 海棠小区十二栋三单元八零二']],
    ['台北市大安區和平東路四段18巷7弄12號5樓之2', ['address 台北市大安區和平東路四段18巷7弄12號5樓之2']],
    ['at Unit 5, 17 Foxway, London WC2B 6UN', ['address Unit 5, 17 Foxway, London WC2B 6UN']],
    ['Block 12 Palm Ave 3, #08-117, Singapore 560012', ['address Block 12 Palm Ave 3, #08-117, Singapore 560012']],
    ['Room 715, Dormitory 4, Maple University', ['address Room 715, Dormitory 4, Maple University']],
    ['3/12 Beach Parade, Foxton NSW 2034 please', ['address 3/12 Beach Parade, Foxton NSW 2034']],
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
    '3号楼的快递柜满了',
    '小区3号门进不来',
    '车停在B2-118',
    '取件码3-2-8015',
    '影城3号厅5排7座',
    '热线400-820-8820转3',
    '运单13150609707和16522614434',
    'parcel 1Z999AA13912345670',
    'room 302 is cold, 2 Adults, 1 Child',
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
  for (const unit of [
    '1',
    '一',
    '138 ',
    '@',
    'a@',
    '路1',
    '12-',
    'A ',
    '京A1',
    'Flat 1, ',
    '区',
    '1号',
    '一，',
    '1 Ab ',
    '3栋',
    '12 abcd efgh ',
  ])
    expect(found(`${unit.repeat(50_000 / unit.length)}。电话13912345670`).at(-1), unit).toBe('phone 13912345670')
})

it('[U10] of the written cases at least 99 % is found, and 95 % of what is found is right', () => {
  const { recall, precision } = measureMask()
  expect(recall).toBeGreaterThanOrEqual(0.99)
  expect(precision).toBeGreaterThanOrEqual(0.95)
})
