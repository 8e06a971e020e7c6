import type { Flow } from '../../shared/knowledge/flow.ts'

/** A flow that looks an order up, and one that acts after it was confirmed; both go on by what comes back. */
export const ACTING_FLOWS: Flow[] = [
  {
    id: 'where-is-it',
    name: '查订单',
    intents: ['track-shipment'],
    phrasings: ['查一下我的订单', '帮我查订单到哪了'],
    slots: [
      { name: 'order', label: '订单号', kind: 'order', ask: '查哪一单？' },
      { name: 'tail', label: '手机尾号', kind: 'tail', ask: '手机号后四位是？', least: 4 },
      { name: 'more', label: '催一下', kind: 'yes-no', ask: '要催一下吗？' },
    ],
    steps: [
      { id: 'order', kind: 'ask', slot: 'order', next: 'tail' },
      { id: 'tail', kind: 'ask', slot: 'tail', next: 'look' },
      {
        id: 'look',
        kind: 'act',
        action: 'look-up-order',
        takes: { order: 'order', tail: 'tail' },
        text: '正在查询 {order}。',
        cases: [
          { is: ['found'], next: 'which' },
          { is: ['unavailable'], next: 'hand' },
        ],
        next: 'nothing',
      },
      { id: 'which', kind: 'branch', slot: 'order-status', cases: [{ is: ['paid'], next: 'more' }], next: 'told' },
      { id: 'told', kind: 'say', text: '{order} {order-status}，{carrier}。', next: 'end' },
      { id: 'more', kind: 'ask', slot: 'more', next: 'wants' },
      { id: 'wants', kind: 'branch', slot: 'more', cases: [{ is: ['yes'], next: 'urge' }], next: 'end' },
      {
        id: 'urge',
        kind: 'act',
        action: 'urge-dispatch',
        takes: { order: 'order', tail: 'tail' },
        text: '正在催促。',
        cases: [
          { is: ['done'], next: 'urged' },
          { is: ['unavailable'], next: 'hand' },
        ],
        next: 'nothing',
      },
      { id: 'urged', kind: 'say', text: '已催促。', next: 'end' },
      { id: 'nothing', kind: 'end', outcome: 'refused', text: '没有找到这一单。' },
      { id: 'hand', kind: 'request', text: '已记下，人工为您查询。', next: 'end' },
      { id: 'end', kind: 'end', outcome: 'done', text: '还有什么可以帮您？' },
    ],
  },
]

/** A small flow with every kind of step, and a second one to leave it for. */
export const FLOWS: Flow[] = [
  {
    id: 'return',
    name: '退货',
    intents: ['return-goods'],
    phrasings: ['我要退货', '帮我办退货', '申请退货', '这件不要了给我退了'],
    slots: [
      { name: 'order', label: '订单号', kind: 'order', ask: '要退哪一单？', example: '20261120881234' },
      {
        name: 'reason',
        label: '原因',
        kind: 'choice',
        ask: '为什么退？',
        options: [
          { value: 'unwanted', label: '不喜欢', words: ['不想要', '不合适', '太大', '太小'] },
          { value: 'faulty', label: '质量问题', words: ['坏了', '破了', '瑕疵'] },
        ],
      },
      { name: 'fault', label: '问题', kind: 'text', ask: '具体是什么问题？', least: 2 },
      { name: 'phone', label: '手机号', kind: 'phone', ask: '联系您的手机号是？', optional: true },
    ],
    steps: [
      { id: 'order', kind: 'ask', slot: 'order', next: 'reason' },
      { id: 'reason', kind: 'ask', slot: 'reason', next: 'which' },
      { id: 'which', kind: 'branch', slot: 'reason', cases: [{ is: ['faulty'], next: 'fault' }], next: 'freight' },
      { id: 'fault', kind: 'ask', slot: 'fault', next: 'phone' },
      { id: 'freight', kind: 'say', text: '不喜欢的退货，运费由您承担。', next: 'phone' },
      { id: 'phone', kind: 'ask', slot: 'phone', next: 'sure' },
      { id: 'sure', kind: 'confirm', text: '请核对：', next: 'hand' },
      { id: 'hand', kind: 'request', text: '{order} 的退货申请已记下。', next: 'end' },
      { id: 'end', kind: 'end', outcome: 'done', text: '客服会在一个工作日内联系您。' },
    ],
  },
  {
    id: 'invoice-request',
    name: '开发票',
    intents: ['invoice'],
    phrasings: ['我要开发票', '给我开一张发票'],
    slots: [{ name: 'title', label: '抬头', kind: 'text', ask: '发票抬头写什么？', least: 2 }],
    steps: [
      { id: 'title', kind: 'ask', slot: 'title', next: 'hand' },
      { id: 'hand', kind: 'request', text: '抬头“{title}”的发票申请已记下。', next: 'end' },
      { id: 'end', kind: 'end', outcome: 'done', text: '开好后发给您。' },
    ],
  },
]
