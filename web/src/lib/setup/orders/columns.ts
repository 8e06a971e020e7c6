import { normalise } from '$shared/language/normalise.ts'
import { type Headings, headingReader } from '../../knowledge/import/headings.ts'

/** What a column of a table of orders may hold. */
export type Column = 'order' | 'tail' | 'status' | 'carrier' | 'tracking' | 'amount' | 'items' | 'ordered' | 'paid' | 'delivered'

/** How columns are headed by shops and their programs. The first of a language is written, all are read. */
const NAMES: Headings<Column> = {
  order: {
    zh: '订单号 订单编号 订单 主订单编号 商户订单号 交易号 交易编号',
    en: 'order number, order, order id, order no, order no., name',
  },
  tail: {
    zh: '手机号后四位 手机尾号 手机后四位 尾号 手机号 手机 手机号码 联系手机 收货人手机 收件人手机 收货人电话 收件人电话 联系电话 电话',
    en: 'last four of phone, last four, last 4 digits, phone last four, phone, phone number, mobile, telephone, shipping phone, billing phone',
  },
  status: { zh: '状态 订单状态 交易状态 物流状态', en: 'status, order status, fulfillment status, fulfilment status' },
  carrier: { zh: '快递公司 物流公司 承运商 快递 配送公司', en: 'carrier, courier, shipping company, shipped by' },
  tracking: { zh: '运单号 快递单号 物流单号 快递编号 运单编号', en: 'tracking number, tracking, tracking no, waybill' },
  amount: {
    zh: '金额 实付金额 订单金额 实付款 买家实付金额 买家实际支付金额 应付金额 总金额 支付金额',
    en: 'amount, total, paid amount, order total, price',
  },
  items: {
    zh: '商品 商品名称 商品信息 宝贝标题 货品 货品名称 品名',
    en: 'items, item, product, products, product name, lineitem name, line item name',
  },
  ordered: { zh: '下单日期 下单时间 订单创建时间 创建时间 拍下时间', en: 'ordered on, ordered, order date, created at, date' },
  paid: { zh: '付款日期 付款时间 支付时间 订单付款时间', en: 'paid on, paid at, payment date' },
  delivered: { zh: '签收日期 签收时间 收货时间 确认收货时间 送达时间', en: 'delivered on, delivered at, delivery date' },
}

/** What a column holds, by its heading; null where nobody knows. */
export const columnOf = headingReader(NAMES)

/** How a column is headed in the file that is offered to be filled in. */
const headerOf = (column: Column, language: 'zh-CN' | 'en'): string =>
  (language === 'zh-CN' ? NAMES[column].zh.split(' ')[0] : NAMES[column].en.split(', ')[0]) ?? column

const EXAMPLE: Record<'zh-CN' | 'en', Record<Column, string>> = {
  'zh-CN': {
    order: '20261120881234',
    tail: '0001',
    status: '已发货',
    carrier: '顺丰',
    tracking: 'SF1234567890',
    amount: '128.00 元',
    items: '羊绒围巾 灰色 1 件',
    ordered: '2026-11-20',
    paid: '2026-11-20',
    delivered: '',
  },
  en: {
    order: 'EK-2026112088',
    tail: '0001',
    status: 'Shipped',
    carrier: 'DHL',
    tracking: 'JD014600006281230704',
    amount: '€ 49.00',
    items: '1 × wool scarf, grey',
    ordered: '2026-11-20',
    paid: '2026-11-20',
    delivered: '',
  },
}

/** A file with the headings and one row, for a spreadsheet program: with a mark, so that it is not taken for another encoding. */
export function templateOf(language: 'zh-CN' | 'en'): string {
  const columns = Object.keys(NAMES) as Column[]
  const line = (cells: string[]) => `${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
  return `\ufeff${line(columns.map((column) => headerOf(column, language)))}${line(columns.map((column) => EXAMPLE[language][column]))}`
}

/** What shops call where an order stands, each under the word that flows know; the first that fits. */
const STATUSES: readonly (readonly [string, RegExp])[] = [
  ['unpaid', /待付款|未付款|待支付|未支付|等待买家付款|unpaid|(awaiting|pending) payment/],
  ['refunded', /已退款|退款(成功|完成)|(?<!un)refunded/],
  ['returning', /退款中|退货中|换货中|售后|退换|申请退|待退|return|refund/],
  ['cancelled', /取消|关闭|作废|cancel|closed|void/],
  ['delivered', /已签收|已收货|已妥投|已送达|完成|交易成功|delivered|completed/],
  ['shipped', /已发货|已出库|运输|派送|配送中|待收货|在途|揽收|(?<!un)shipped|dispatched|in transit|out for delivery|(?<!un)fulfilled/],
  ['paid', /待发货|未发货|已付款|已支付|备货|配货|打包|待出库|(?<!un)paid|processing|un(?:fulfilled|shipped)/],
]

/** The word that flows know for a status, or the status as it was written. */
export function statusOf(written: string): string {
  const flat = normalise(written)
  return STATUSES.find(([, words]) => words.test(flat))?.[0] ?? written
}
