import { ACTION_WORDS } from '../../shared/knowledge/action-words.ts'
import type { Article } from '../../shared/knowledge/article.ts'
import type { Library, PackVersion } from '../../shared/knowledge/pack.ts'
import { ACTING_FLOWS, FLOWS } from './flows.ts'

export const PACK = '0123456789abcdef0123456789abcdef' as PackVersion

function article(id: string, question: string, phrasings: string[], answer: string, related: string[] = []): Article {
  const source = { title: '服务手册', section: id }
  return { id, category: '测试', question, phrasings, answer, source, updated: '2026-01-15', related }
}

/** A small shop's knowledge in both languages. */
export const ARTICLES: Article[] = [
  article(
    'return-window',
    '收到货后多久可以退货？',
    ['几天内能退', '退货期限', '七天无理由退货', '东西不想要了能退吗'],
    '自签收次日起七天内可以退货。',
    ['return-cost', 'gone'],
  ),
  article('return-cost', '退货运费谁承担？', ['退货邮费谁出', '退回去要我付运费吗'], '质量问题由我们承担运费，其他由您承担。', [
    'return-window',
  ]),
  article('invoice', '怎么开发票？', ['开票', '我要发票', '电子发票在哪里下载'], '在订单详情里点申请发票。'),
  article('delivery-time', '多久能发货？', ['什么时候发货', '下单后几天发货'], '付款后四十八小时内发货。'),
  article('delivery-where', '怎么查物流？', ['我的快递到哪了', '查快递'], '在订单详情里可以看到物流。'),
  article(
    'track-order',
    'Where is my order?',
    ['track my package', 'has my parcel shipped yet'],
    'Open the order to see where the parcel is.',
  ),
  article('change-address', 'Can I change the delivery address?', ['wrong shipping address'], 'Yes, until the parcel has left us.'),
]

/** Knows the articles of PACK and nothing else. */
export const library: Library = {
  article: (version, articleId) => (version === PACK ? ARTICLES.find(({ id }) => id === articleId) : undefined),
  flow: (version, flowId) => (version === PACK ? [...FLOWS, ...ACTING_FLOWS].find(({ id }) => id === flowId) : undefined),
  actions: ACTION_WORDS,
}

/** Questions that fit several articles a little; which of them are vague enough is a matter of thresholds. */
export const VAGUE = ['退', '退货', '发货', '物流', '运费', '退货 发货', '发货快递', '快递发票', 'order address', '钱', '订单']
