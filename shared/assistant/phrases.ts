import { normalise } from '../language/normalise.ts'
import { bareOf, LONGEST_WISH, matterOf, TRANSFER } from '../understanding/asking.ts'
import { isDanger } from '../understanding/pressing.ts'

export type Wish = 'person' | 'greeting' | 'thanks' | 'goodbye'

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

/** What a sentence wishes when it is not a question for the knowledge base; null otherwise. */
export function wishOf(text: string): Wish | null {
  if (matterOf(text) !== text) return 'person'
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
