import { type Infer, v } from '../base/schema.ts'
import type { Language } from '../language/language.ts'
import { cleanText } from '../language/normalise.ts'

/** What a desk's own systems can be asked: to look something up, or to do it. What they are called stands here in both languages. */
const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/), v.maxLength(40))
export const ActionName = name
export const OutcomeName = name
export const ParameterName = name
export const FactName = name

/** Nobody is connected, or the other side failed for good: every flow must know what to do then. */
export const UNAVAILABLE = 'unavailable'

/** Characters of one fact, and how many an answer may bring. */
export const FACT_LONGEST = 300
export const FACTS_MOST = 16

/** What came back: as the machine keeps it, and as it is shown. */
export const Fact = v.object({ name: FactName, label: v.string(), value: v.string(), shown: v.string() })
export type Fact = Infer<typeof Fact>

export type Words = Readonly<Record<Language, string>>

export interface KnownFact {
  label: Words
  /** Where only these values are understood by flows; others are shown as they came. */
  values?: Readonly<Record<string, Words>>
}

export interface Action {
  name: string
  label: Words
  /** Whether it changes something beyond the conversation. */
  changes: boolean
  parameters: readonly { name: string; label: Words; required: boolean }[]
  /** Each outcome with the facts that it may bring. */
  outcomes: Readonly<Record<string, readonly string[]>>
}

const both = (zh: string, en: string): Words => ({ 'zh-CN': zh, en })

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
  matter: { label: both('事项', 'Matter') },
  office: { label: both('办理部门', 'Office') },
  'bill-status': {
    label: both('账单状态', 'Bill status'),
    values: { open: both('未结清', 'Open'), settled: both('已结清', 'Paid'), overdue: both('已逾期', 'Overdue') },
  },
  'bill-month': { label: both('账期', 'Billing month') },
  'due-day': { label: both('最后还款（缴费）日', 'Due on') },
}

const ORDER = { name: 'order', label: both('订单号', 'Order number'), required: true }
const TAIL = { name: 'tail', label: both('手机号后四位', 'Last four digits of the phone number'), required: true }
const ORDER_FACTS = ['order-status', 'items', 'amount', 'carrier', 'tracking', 'ordered-day', 'paid-day', 'delivered-day']
const optional = (parameter: string, zh: string, en: string) => ({ name: parameter, label: both(zh, en), required: false })
const required = (parameter: string, zh: string, en: string) => ({ name: parameter, label: both(zh, en), required: true })
/** Nothing that belongs to these proofs; asked with wrong ones too often. */
const NO_MATCH = { 'not-found': [], locked: [] }

/** Everything that flows of the templates ask for. A desk's own begin with `custom-`. */
export const ACTIONS: readonly Action[] = [
  {
    name: 'look-up-order',
    label: both('查询订单', 'Look up the order'),
    changes: false,
    parameters: [ORDER, TAIL],
    outcomes: { found: ORDER_FACTS, ...NO_MATCH },
  },
  {
    name: 'urge-dispatch',
    label: both('催促发货', 'Speed up the dispatch'),
    changes: true,
    parameters: [ORDER, TAIL],
    outcomes: { done: ['expected-day'], 'already-shipped': ['carrier', 'tracking'], refused: ['cause'], ...NO_MATCH },
  },
  {
    name: 'change-address',
    label: both('修改收货地址', 'Change the delivery address'),
    changes: true,
    parameters: [ORDER, TAIL, required('address', '新地址', 'New address')],
    outcomes: { done: [], 'already-shipped': ['carrier', 'tracking'], refused: ['cause'], ...NO_MATCH },
  },
  {
    name: 'request-return',
    label: both('提交退货', 'Register the return'),
    changes: true,
    parameters: [ORDER, TAIL, optional('reason', '原因', 'Reason'), optional('detail', '说明', 'Details')],
    outcomes: { done: ['service-number'], refused: ['cause'], ...NO_MATCH },
  },
  {
    name: 'request-exchange',
    label: both('提交换货', 'Register the exchange'),
    changes: true,
    parameters: [ORDER, TAIL, optional('reason', '原因', 'Reason'), optional('detail', '说明', 'Details')],
    outcomes: { done: ['service-number'], refused: ['cause'], ...NO_MATCH },
  },
  {
    name: 'look-up-application',
    label: both('查询办理进度', 'Look up the application'),
    changes: false,
    parameters: [required('application', '受理编号', 'Application number'), TAIL],
    outcomes: { found: ['application-status', 'matter', 'office', 'expected-day', 'cause'], ...NO_MATCH },
  },
  {
    name: 'look-up-bill',
    label: both('查询账单', 'Look up the bill'),
    changes: false,
    parameters: [required('account', '账号或手机号', 'Account or phone number'), TAIL, optional('month', '账期', 'Month')],
    outcomes: { found: ['bill-month', 'amount', 'due-day', 'bill-status'], ...NO_MATCH },
  },
]

export const isCustom = (action: string): boolean => action.startsWith('custom-')

export const actionOf = (action: string): Action | undefined => ACTIONS.find((one) => one.name === action)

export const isAction = (action: string): boolean => isCustom(action) || actionOf(action) !== undefined

/** Whether an answer of the other side is one that this action has. A desk's own have whatever it says. */
export function isOutcome(action: string, outcome: string): boolean {
  return outcome === UNAVAILABLE || (isCustom(action) ? true : Object.hasOwn(actionOf(action)?.outcomes ?? {}, outcome))
}

/**
 * What came back, in the reader's language and in the order of the registry, without what is not named there. `own` names
 * the facts of an action that the desk has added.
 */
export function factsOf(
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
