import type { Language } from '../language/language.ts'
import { cleanText } from '../language/normalise.ts'
import { type Fact, isCustom } from './actions.ts'
import { actionOf } from './registry.ts'

type Words = Readonly<Record<Language, string>>

interface KnownFact {
  label: Words
  /** Where only these values are understood by flows; others are shown as they came. */
  values?: Readonly<Record<string, Words>>
}

const both = (zh: string, en: string): Words => ({ 'zh-CN': zh, en })

export const ACTION_LABELS: Readonly<Record<string, Words>> = {
  'look-up-order': both('查询订单', 'Look up the order'),
  'urge-dispatch': both('催促发货', 'Speed up the dispatch'),
  'change-address': both('修改收货地址', 'Change the delivery address'),
  'request-return': both('提交退货', 'Register the return'),
  'request-exchange': both('提交换货', 'Register the exchange'),
  'look-up-application': both('查询办理进度', 'Look up the application'),
  'look-up-bill': both('查询账单', 'Look up the bill'),
}

export const PARAMETER_LABELS: Readonly<Record<string, Words>> = {
  order: both('订单号', 'Order number'),
  tail: both('手机号后四位', 'Last four digits of the phone number'),
  address: both('新地址', 'New address'),
  reason: both('原因', 'Reason'),
  detail: both('说明', 'Details'),
  application: both('受理编号', 'Application number'),
  account: both('账号或手机号', 'Account or phone number'),
  proof: both('证件号后四位', 'Last four characters of the identity document'),
  month: both('账期', 'Month'),
}

export const FACTS: Readonly<Record<string, KnownFact>> = {
  'order-status': {
    label: both('订单状态', 'Order status'),
    values: {
      unpaid: both('待付款', 'Awaiting payment'),
      paid: both('已付款，待发货', 'Paid, not yet dispatched'),
      shipped: both('已发货', 'Dispatched'),
      delivered: both('已签收', 'Delivered'),
      returning: both('售后处理中', 'Return under way'),
      refunded: both('已退款', 'Refunded'),
      cancelled: both('已取消', 'Cancelled'),
    },
  },
  items: { label: both('商品', 'Items') },
  amount: { label: both('金额', 'Amount') },
  carrier: { label: both('快递公司', 'Carrier') },
  tracking: { label: both('运单号', 'Tracking number') },
  'ordered-day': { label: both('下单日期', 'Ordered on') },
  'paid-day': { label: both('付款日期', 'Paid on') },
  'delivered-day': { label: both('签收日期', 'Delivered on') },
  'expected-day': { label: both('预计日期', 'Expected on') },
  'service-number': { label: both('受理单号', 'Reference') },
  cause: { label: both('原因', 'Reason') },
  'application-status': {
    label: both('办理状态', 'Status'),
    values: {
      received: both('已收件', 'Received'),
      'in-review': both('审查中', 'Under review'),
      'needs-more': both('需补正材料', 'More documents needed'),
      granted: both('已办结', 'Granted'),
      rejected: both('不予办理', 'Rejected'),
    },
  },
  'application-matter': { label: both('事项', 'Matter') },
  office: { label: both('办理部门', 'Office') },
  'bill-status': {
    label: both('账单状态', 'Bill status'),
    values: { open: both('未结清', 'Open'), settled: both('已结清', 'Paid'), overdue: both('已逾期', 'Overdue') },
  },
  'bill-month': { label: both('账期', 'Billing month') },
  'due-day': { label: both('最后还款（缴费）日', 'Due on') },
}

/**
 * What came back, in the reader's language and in the order of the registry, without what is not named there. `own` names
 * the facts of an action that the desk has added.
 */
function factsOf(
  { action, outcome, facts }: { action: string; outcome: string; facts: Readonly<Record<string, string>> },
  language: Language,
  own: readonly { name: string; label: string }[] = [],
): Fact[] {
  const named = isCustom(action) ? own : (actionOf(action)?.outcomes[outcome] ?? []).map((fact) => ({ name: fact, label: '' }))
  return named.flatMap(({ name: fact, label }) => {
    const value = Object.hasOwn(facts, fact)
      ? cleanText(facts[fact] ?? '')
          .replace(/\s+/g, ' ')
          .trim()
      : ''
    if (value === '') return []
    const known = Object.hasOwn(FACTS, fact) ? FACTS[fact] : undefined
    const shown = known?.values && Object.hasOwn(known.values, value) ? known.values[value]?.[language] : undefined
    return [{ name: fact, label: label || (known?.label[language] ?? fact), value, shown: shown ?? value }]
  })
}

/** The words of the registry, for a room. */
export interface ActionWords {
  label(action: string, language: Language): string | undefined
  facts: typeof factsOf
}
export const ACTION_WORDS: ActionWords = {
  label: (action, language) => (Object.hasOwn(ACTION_LABELS, action) ? ACTION_LABELS[action]?.[language] : undefined),
  facts: factsOf,
}
