import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { isCallable, orderKey, SetRoute } from '../../../shared/protocol/connector.ts'

describe('[C29] an address to call', () => {
  it.each(['https://erp.shop.cn/evenkeel', 'https://a.example:443/x?y=1', 'https://xn--fiq228c.cn'])('[C29] %s may be one', (address) => {
    expect(isCallable(address, false)).toBe(true)
  })

  it.each([
    'http://erp.shop.cn/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://10.1.2.3/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://127.1/',
    'https://erp.shop.cn:8443/',
    'https://erp.shop.cn:22/',
    'https://127.0x1/',
    'https://10.0.0x0.1/',
    'https://169.254.43518/',
    'https://1.0x/',
    'https://db.localdomain/',
    'https://intranet/',
    'https://db.internal/',
    'https://printer.local./',
    'https://user:word@erp.shop.cn/',
    'https://erp.shop.cn\\@10.0.0.1/',
    'https://erp.shop.cn/#x',
    'ftp://erp.shop.cn/',
    'https://erp.shop.cn/\u0000',
    '',
  ])('[C29] %s may not', (address) => {
    expect(isCallable(address, false)).toBe(false)
  })

  it('[C29] this machine may be one only where that was allowed', () => {
    expect(isCallable('http://localhost:9000/evenkeel', true)).toBe(true)
    expect(isCallable('http://127.0.0.1:9000/', true)).toBe(true)
    expect(isCallable('http://10.0.0.1:9000/', true)).toBe(false)
  })

  it('[C28] an order is the same in any width, case and grouping; the table does only what it can', () => {
    expect(orderKey('ｅ2026-1120 88')).toBe(orderKey('E2026112088'))
    expect(is(SetRoute, { action: 'look-up-order', route: 'table' })).toBe(true)
    expect(is(SetRoute, { action: 'change-address', route: 'table' })).toBe(false)
    expect(is(SetRoute, { action: 'custom-points', route: 'http' })).toBe(true)
    expect(is(SetRoute, { action: 'fly', route: 'http' })).toBe(false)
  })
})
