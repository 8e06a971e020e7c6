import { normalise } from '../language/normalise.ts'
import { isDanger } from '../understanding/pressing.ts'

export type Wish = 'person' | 'greeting' | 'thanks' | 'goodbye'

/** Characters of the longest sentence that can be a mere wish: it also bounds what the patterns below may cost. */
const LONGEST_WISH = 80

/** Words that ask for a person wherever in a message they stand by themselves. */
const TRANSFER = [
  /^(我要|我想要?|我需要|请|帮我|给我|快点?|直接|能不能|能|可以|可不可以|麻烦|现在|还是)*(转接|转|找|接|叫|换|连接|连|联系|我?想?要|我需要|来个|上|跟|和|与)(一下|个|到|成|位|一个|一位)*(人工|真人|活人|客服|客服人员|人工客服|真人客服|坐席)(客服|服务|坐席|人员)*(说话|聊聊?|谈谈?|沟通|对话|处理|解决|一下)*(吗|吧|啊|呀|谢谢|可以吗|行吗)*$/,
  /^(转人工|(人工|真人)(客服|服务|坐席))(呢|吗|在吗|谢谢)?$/,
  /^我?(要|想|需要)?(跟|和|与)(个|一个)?(人|真人|活人|人类)(说话|聊聊?|谈谈?|沟通|对话)$/,
  /^(please )?((can|could|may) (i|you|we)( please)? |(i|we) (want|need|would like|wanna|id like) (to )?|id like (to )?|let me |just )?(please )?((talk|speak|chat|connect)( me)?( (to|with))|get( me)?|give me|put me through to|(transfer|switch|connect) (me )?to|find me)? ?(a |an |the |some )?(real |live |actual |human )*(person|human|human being|agent|someone|somebody|representative|rep|operator|manager|supervisor|customer service|support agent)( please| now| instead)*$/,
  /^(is there|are there|are you) (a |an |any )?(real |live |actual )+(person|human|people|agent)s?( here| there| available)?$/,
]

/**
 * Short sentences that ask for no article. Whole sentences only: 「转人工怎么收费」 is a question and goes to the
 * knowledge base. Wanting a person is looked for more generously, since missing it is the worst that can happen.
 */
const PERSON = [
  ...TRANSFER,
  /^(人工|真人|活人|人工客服|真人客服|人工服务|人工坐席|客服人员|有人吗|有没有(人工|真人)|有(人工|真人)吗|转人工)+(客服|服务)?(呢|吗|在吗|在哪|在不在|谢谢)?$/,
  /^(找|来|换|叫)(个|一个)(人|活人)(来|聊|说|处理|解决|跟我(说|聊|谈))*(吧|啊|呀)?$/,
  /(别用|不要|不想跟|不想和|讨厌)(你这个|跟|和)?(机器人|智能客服|自动回复)/,
  /(?<!不用|不要|不必|不想|别)(叫|找|喊|让)(你们)?(的)?(经理|领导|主管|负责人)(来|出来|过来|跟我|和我|处理|$)/,
]
const GREETING =
  /^(你好|您好|你好呀|你好啊|嗨|哈喽|hi|hello|hey|在吗|在么|在不在|有人在吗|早上好|上午好|中午好|下午好|晚上好|good (morning|afternoon|evening)|hi there|hello there)+$/
const THANKS =
  /^((好|好的|好嘞|好吧|行|行吧|知道|知道了|明白|明白了|懂了|了解|了解了|可以|ok|okay|嗯|嗯嗯|那就)[ ，,]?){0,3} ?((谢谢|谢谢你|谢谢您|谢谢你们|谢啦|谢谢啦|多谢|感谢|非常感谢|太感谢了|谢了|辛苦了?|3q|三克油|知道了|明白了|thanks|thank you|thank you (very|so) much|thanks a lot|many thanks|thx|ty|cheers|got it|great thanks)(啦|了|啊|哈|师傅|老师|亲|哥|姐)? ?){1,3}$/
const GOODBYE =
  /^((再见|拜拜|拜|下次再聊|没事了|没有了|不用了|没别的了|bye|goodbye|bye bye|see you|that is all|thats all|no thanks|no thank you)(谢谢|啦|了)? ?){1,2}$/

/** Where a part of a message may end. */
const ENDS = /[,，.。!！?？~～、;；…\n]+|\b(?:and|but|so|then)\b/iu

/** The words of a sentence without what is between them. */
function bareOf(text: string): string {
  const sentence = normalise(text)
    .replace(/[\s,，.。!！?？~～、;；…]+/gu, ' ')
    .replace(/['’]/g, '')
    .trim()
  return /\p{Script=Han}/u.test(sentence) ? sentence.replace(/ /g, '') : sentence
}

/** Whether somebody asks for a person in a part of what they say, beside a matter: 「退款没到，转人工」. */
function asksAside(text: string): boolean {
  const parts = text.split(ENDS).map(bareOf)
  return parts.some((part) => part.length <= LONGEST_WISH && TRANSFER.some((pattern) => pattern.test(part)))
}

/** What a sentence wishes when it is not a question for the knowledge base; null otherwise. */
export function wishOf(text: string): Wish | null {
  if (asksAside(text)) return 'person'
  const bare = bareOf(text)
  if (bare.length > LONGEST_WISH) return null
  if (PERSON.some((pattern) => pattern.test(bare))) return 'person'
  if (GREETING.test(bare)) return 'greeting'
  if (THANKS.test(bare)) return 'thanks'
  return GOODBYE.test(bare) ? 'goodbye' : null
}

/**
 * What no machine should answer, beside danger: thoughts of death, a threat of court or press, the wish of an angry customer to
 * be heard elsewhere. A person is asked for at once.
 */
const RED_LINES = [
  /(想|(?<![得的])要|不如|准备)(去)?(死(?![机心磕海])|自杀|轻生|跳楼)|活不下去|不想活|结束生命|割腕|kill myself|suicid/i,
  /(起诉|(?<![转报广警])告)你们|(?<!没钱)(找|请|联系)律师|律师函|法院见|(?<![没不](在|想|打算|准备)?|没有(在|想|打算|准备)?)打官司(?![要用问]|.{0,16}[?？吗不]$)|(曝光|举报|投诉到).{0,6}(你们|媒体|记者|工商|市场监管|消协|银保监|金融监管|工信部|12315|12378|12300)|(找|联系|去|上)(媒体|记者|电视台|网上|抖音|微博).{0,4}(曝光|爆料)|找记者|see you in court|tak(e|ing) you to court|(call|tell|go to)(ing)? the (press|news|newspapers?|media)|\bsue you\b|my lawyer/i,
]

/** Whether a text crosses a line beyond which only a person may answer. */
export const isRedLine = (text: string): boolean => {
  const flat = normalise(text)
  return isDanger(text) || RED_LINES.some((pattern) => pattern.test(flat))
}
