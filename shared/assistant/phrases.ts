import { normalise } from '../language/normalise.ts'

export type Wish = 'person' | 'greeting' | 'thanks' | 'goodbye'

/**
 * Short sentences that ask for no article. Whole sentences only: 「转人工怎么收费」 is a question and goes to the
 * knowledge base. Wanting a person is looked for more generously, since missing it is the worst that can happen.
 */
const PERSON = [
  /^(我要|我想|请|帮我|给我|快|直接|能不能|可以|麻烦)*(转|找|接|叫|换|连|要|来个|上)(一下|个|到|成)*(人工|真人|活人|客服人员|人工客服|真人客服|坐席)(客服|服务|坐席)*(吗|吧|啊|呀|谢谢|处理)*$/,
  /^(人工|真人|活人|人工客服|真人客服|人工服务|人工坐席|客服人员|有人吗|有没有人工|有人工吗|转人工)+(呢|吗|在吗|在哪)?$/,
  /(别用|不要|不想跟|不想和|讨厌)(你这个)?(机器人|智能客服|自动回复)/,
  /(叫|找|喊|让)(你们)?(的)?(经理|领导|主管|负责人)/,
  /^(i (want|need|would like|wanna) (to )?)?(please )?(talk|speak|chat|connect)( me)? (to|with) (a |an |the )?(real |live |actual )?(person|human|agent|someone|representative|operator|manager)( please)?$/,
  /^(a |real |live )*(human|agent|person|representative|operator)( please)?$/,
]
const GREETING = /^(你好|您好|你好呀|你好啊|嗨|哈喽|hi|hello|hey|在吗|在么|在不在|有人在吗|早上好|上午好|中午好|下午好|晚上好|good (morning|afternoon|evening)|hi there|hello there)+$/
const THANKS = /^(好的|ok|okay|嗯|嗯嗯|那就)?(谢谢|谢谢你|谢谢您|多谢|感谢|非常感谢|太感谢了|谢了|thanks|thank you|thank you very much|thanks a lot|thx|cheers)(啦|了|啊|哈)?$/
const GOODBYE = /^(再见|拜拜|拜|下次再聊|没事了|没有了|不用了|没别的了|bye|goodbye|bye bye|see you|that is all|thats all|no thanks)(谢谢|啦|了)?$/

/** What a sentence wishes when it is not a question for the knowledge base; null otherwise. */
export function wishOf(text: string): Wish | null {
  const sentence = normalise(text).replace(/[\s,，.。!！?？~～、;；…]+/gu, (gap) => (/^[ ]/.test(gap) ? ' ' : '')).trim().replace(/'/g, '')
  const bare = /\p{Script=Han}/u.test(sentence) ? sentence.replace(/ /g, '') : sentence
  if (PERSON.some((pattern) => pattern.test(bare))) return 'person'
  if (GREETING.test(bare)) return 'greeting'
  if (THANKS.test(bare)) return 'thanks'
  return GOODBYE.test(bare) ? 'goodbye' : null
}
