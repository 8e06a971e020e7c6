import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { OrderRow } from '../../../shared/protocol/connector.ts'
import { statusOf, templateOf } from '../../../web/src/lib/setup/orders/columns.ts'
import { readOrders } from '../../../web/src/lib/setup/orders/read.ts'

const csv = (...lines: string[]) => new TextEncoder().encode(lines.join('\r\n'))
const HEAD = '订单编号,联系电话,订单状态,物流公司,快递单号,买家实付金额,下单时间,商品名称'
const read = (...lines: string[]) => readOrders(csv(HEAD, ...lines))
const faultsIn = (...lines: string[]) => read(...lines).faults.map(({ row, code, kept }) => [row, code, kept])

describe('[C28] a table of orders', () => {
  it('[C28] is read as shops export it, with no more of a telephone number than its end', () => {
    const { rows, faults } = read('="20261120881234",13800130001,卖家已发货，等待买家确认,顺丰,SF1,128.00,2026-11-20 09:12:33,围巾')
    expect(faults).toEqual([])
    expect(rows).toEqual([
      {
        order: '20261120881234',
        tail: '0001',
        status: 'shipped',
        carrier: '顺丰',
        tracking: 'SF1',
        amount: '128.00',
        items: '围巾',
        ordered: '2026-11-20',
        paid: '',
        delivered: '',
      },
    ])
    expect(rows.every((row) => is(OrderRow, row))).toBe(true)
  })

  it('[C28] is read from the file that is offered to be filled in, in both languages', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const { rows, faults } = readOrders(new TextEncoder().encode(templateOf(language)))
      expect([faults, rows.length, rows[0]?.status, rows[0]?.tail]).toEqual([[], 1, 'shipped', '0001'])
    }
  })

  it('[C28] may have a title above, columns nobody knows, tabs, and another encoding', () => {
    const text = ['店铺订单\t', 'Order ID\tColour\tPhone\tStatus', '#E-1\tred\t+44 20 7946 0018\tDelivered'].join('\n')
    expect(readOrders(new TextEncoder().encode(text)).rows).toMatchObject([{ order: 'E-1', tail: '0018', status: 'delivered' }])
    // 订单号,手机号,状态 / 1234567,0001,已签收 in GBK.
    const gbk = Uint8Array.from(
      'b6a9b5a5bac52ccad6bbfabac52cd7b4ccac0a313233343536372c303030312cd2d1c7a9cad50a'.match(/../g) ?? [],
      (hex) => Number.parseInt(hex, 16),
    )
    expect(readOrders(gbk).rows).toMatchObject([{ order: '1234567', status: 'delivered' }])
  })

  it.each([
    ['138****0001', '0001'],
    ['13800130001-8821', '0001'],
    ['0571-88112233转5', '2233'],
    ['42', '0042'],
  ])('[C28] takes the end of %s', (phone, tail) => {
    expect(read(`1,${phone},已发货`).rows[0]?.tail).toBe(tail)
  })

  it('[C28] tells each bad row with its number and why, and takes the others', () => {
    const lines = [
      ',13800130001,已发货',
      '2.02611E+13,13800130001,已发货',
      '1001,无,已发货',
      '1002,13800130001,',
      `${'9'.repeat(41)},13800130001,已发货`,
      '1003,13800130001,已发货,,,,改天',
      '1004,13800130001,待发货',
      '1004,13800130001,已发货',
      '1005,13800130001,已发货',
    ]
    expect(faultsIn(...lines)).toEqual([
      [2, 'no-order', false],
      [3, 'order-lost', false],
      [4, 'no-tail', false],
      [5, 'no-status', false],
      [6, 'order-too-long', false],
      [7, 'bad-day', true],
      [9, 'order-twice', false],
    ])
    expect(read(...lines).rows.map(({ order }) => order)).toEqual(['1003', '1004', '1005'])
  })

  it('[C28] joins the rows of one order that were written for each thing bought', () => {
    const { rows, faults } = read('7,13800130001,已发货,,,,,围巾', '7,13800130001,已发货,,,,,手套', '7,13800130001,已发货,,,,,围巾')
    expect([rows.length, rows[0]?.items, faults]).toEqual([1, '围巾；手套', []])
  })

  it.each([
    ['nothing', new Uint8Array(), 'unreadable'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]), 'unreadable'],
    ['other columns', csv('问题,答案', '怎么退,七天'), 'no-heading'],
    ['headings alone', csv(HEAD), 'no-rows'],
  ])('[C28] that is %s is told as such', (_what, bytes, code) => {
    expect(readOrders(bytes)).toMatchObject({ rows: [], faults: [{ code }] })
  })

  it.each([
    ['等待买家付款', 'unpaid'],
    ['买家已付款，等待卖家发货', 'paid'],
    ['Unpaid', 'unpaid'],
    ['Unfulfilled', 'paid'],
    ['fulfilled', 'shipped'],
    ['派送中', 'shipped'],
    ['交易成功', 'delivered'],
    ['退款成功', 'refunded'],
    ['退货中', 'returning'],
    ['交易关闭', 'cancelled'],
    ['海关查验', '海关查验'],
  ])('[C28] calls %s %s', (written, status) => {
    expect(statusOf(written)).toBe(status)
  })
})
