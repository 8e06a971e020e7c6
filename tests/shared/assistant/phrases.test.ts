import { describe, expect, it } from 'vitest'
import { isRedLine, wishOf } from '../../../shared/assistant/phrases.ts'

const ASIDE = [
  '退款一直没到账，转人工',
  '订单号 E26111800029，找人工客服处理',
  '你好，我想问问发票的事。人工客服在吗',
  '冰箱不制冷了！！转人工！！',
  '说了半天没用，我要真人客服',
  '包裹丢了\n转人工',
  'my parcel never came and I want a person',
  'It broke twice. Can I talk to a human?',
  'where is my refund, get me an agent please',
]
const NOT_ASIDE = [
  '材料费、人工、运费各是多少',
  '有人吗，我想问一下快递到哪了',
  '照片里的是真人吗，还是假的模特',
  '不要转人工，你告诉我怎么退就行',
  '转人工怎么收费',
  'the agent said it ships today, is that so',
  'my agent and I want a joint account',
  'I spoke to your driver and manager, how do I return this',
]

const PERSON = [
  '人工',
  '转人工',
  '转人工客服',
  '转接人工',
  '转接人工客服',
  '我要转人工',
  '我要人工',
  '我要人工服务',
  '我要找真人客服',
  '人工服务',
  '人工客服',
  '请帮我转人工，谢谢',
  '帮我接一下人工',
  '帮我转人工！！！',
  '可以转人工吗？',
  '能不能转人工',
  '能转人工吗',
  '可不可以转人工客服',
  '有人工吗',
  '有没有人工',
  '有没有真人',
  '有真人吗',
  '有人吗',
  '人工客服在吗',
  '人工呢？',
  '找客服',
  '联系客服',
  '联系人工客服',
  '我想找人工',
  '找个人来',
  '找个活人',
  '我要和真人说话',
  '我想跟人聊',
  '不要机器人',
  '我不想跟机器人说话',
  '别用机器人回复我',
  '讨厌机器人',
  '叫你们经理来',
  '找你们经理',
  '让领导出来',
  '转 人 工',
  '转人工转人工',
  'ＲＥＡＬ ＰＥＲＳＯＮ',
  'human',
  'human please',
  'human, please',
  'agent',
  'real person',
  'a real person please',
  'I want to talk to a human',
  'I want to speak to an agent.',
  "i'd like to speak to a manager",
  'I would like to talk to a real person',
  'can I talk to a human?',
  'Can I speak with someone',
  'could I please speak to a representative',
  'let me talk to a person',
  'get me a human',
  'connect me to an agent',
  'transfer me to an agent',
  'put me through to a supervisor',
  'talk to a human',
  'I need a human',
  'I want a real person',
  'speak to someone',
  'please connect me to a live agent',
  'is there a real person there?',
  'customer service',
]

const NOT_A_WISH = [
  '人工客服几点上班',
  '转人工怎么收费',
  '人工智能是什么',
  '人工费怎么算',
  '人工审核要多久',
  '客服几点下班',
  '客服电话是多少',
  '怎么联系人工客服',
  '怎么转人工',
  '如何联系客服',
  '找不到客服入口怎么办',
  '客服人员态度很差',
  '我不要人工',
  '不用转人工',
  '不要转人工',
  '不用找经理了',
  '找经理审批需要多久',
  '手工费多少',
  '人工服务收费吗',
  '有人工手续费吗',
  '你是机器人吗',
  '机器人多少钱一台',
  '在线人工多久能接通',
  '退货要多久',
  '我要退款',
  '要发票',
  '你们有人代收快递吗',
  'when is the agent available',
  'how do I become an agent',
  'what is a human review',
  'do you charge for human support',
  'agent fee',
  'where is my order',
  'customer service hours',
  'manager approval time',
  'I want to return a shirt',
  'can I get a refund',
  'can you give me a refund',
  'talk to me about shipping',
  'good morning, where is my order',
  '你好，我要退货',
  '谢谢，那运费呢',
  '再见面礼怎么领',
  '不用了解这个',
  'hello kitty',
  'thanksgiving sale',
  '',
  '？？？',
  '👍',
]

const GREETING = ['你好', '您好！', '嗨', 'Hello!', 'hi there', 'hi, there', 'Good morning', '你好，在吗？', '在吗', '有人在吗', '早上好～']
const THANKS = ['谢谢', '好的，谢谢', '谢谢您！', '多谢啦', 'Thanks', 'thank you so much', 'OK, thanks', 'thx', '3Q 谢谢']
const GOODBYE = ['再见', '拜拜', '没事了，谢谢', '没有了', '不用了谢谢', 'bye bye', "That's all.", 'No, thanks.']

describe('wishOf', () => {
  it.each(PERSON)('[K7] hears in %j the wish for a person', (text) => {
    expect(wishOf(text)).toBe('person')
  })

  it.each(ASIDE)('[K7] hears it in %j beside a matter', (text) => {
    expect(wishOf(text)).toBe('person')
  })

  it.each(NOT_ASIDE)('[K7] takes %j for no wish of the kind', (text) => {
    expect(wishOf(text)).toBeNull()
  })

  it.each(NOT_A_WISH)('[K7] leaves %j to the knowledge base', (text) => {
    expect(wishOf(text)).toBeNull()
  })

  it.each([
    ...GREETING.map((text) => [text, 'greeting'] as const),
    ...THANKS.map((text) => [text, 'thanks'] as const),
    ...GOODBYE.map((text) => [text, 'goodbye'] as const),
  ])('[K7] hears in %j a mere %s', (text, wish) => {
    expect(wishOf(text)).toBe(wish)
  })

  it.each(['人工', '请', '你好', 'real ', '转个', '有人吗', '我要', '\u200b', 'please can i '])(
    '[K7] cannot be kept busy with %j again and again',
    (part) => {
      const begun = performance.now()
      wishOf(`${part.repeat(2000)}x`)
      wishOf(`${part.repeat(12)}x`)
      expect(performance.now() - begun).toBeLessThan(100)
    },
  )
})

describe('isRedLine', () => {
  it.each(['我不想活了', '着火了', '我要起诉你们', '再不退钱就打官司', 'see you in court'])('[K13] %s is for a person', (text) => {
    expect(isRedLine(text)).toBe(true)
  })

  it.each(['网卡得要死', '慢的要死', '没在打官司', '没有在打官司', '没打算打官司', '打官司要用的通话清单', '没钱请律师', '烫伤膏有吗'])(
    '[K13] %s is not',
    (text) => {
      expect(isRedLine(text)).toBe(false)
    },
  )
})
