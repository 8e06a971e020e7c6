import { normalise } from '../language/normalise.ts'

/** Characters of the longest sentence that can be a mere wish: it also bounds what the patterns below may cost. */
export const LONGEST_WISH = 80

const IN_ENGLISH =
  /^(please )?((can|could|may) (i|you|we)( please)? |(i|we) (want|need|would like|wanna|id like) (to )?|id like (to )?|let me |just )?(please )?((talk|speak|chat|connect)( me)?( (to|with))|get( me)?|give me|put me through to|(transfer|switch|connect) (me )?to|find me)? ?(a |an |the |some )?(real |live |actual |human )*(person|human|human being|agent|someone|somebody|representative|rep|operator|manager|supervisor|customer service|support agent)( please| now| instead)*$/
/** Without one, the bare word for somebody asks only where it is all that is said. */
const WISHES = /\b(talk|speak|chat|connect|get|give|put|transfer|switch|find|want|need|like|wanna|please)\b/

/** Words that ask for a person wherever in a message they stand by themselves. */
export const TRANSFER = [
  /^(我要|我想要?|我需要|请|帮我|给我|快点?|直接|能不能|能|可以|可不可以|麻烦|现在|还是)*(转接|转|找|接|叫|换|连接|连|联系|我?想?要|我需要|来个|上|跟|和|与)(一下|个|到|成|位|一个|一位)*(人工|真人|活人|客服|客服人员|人工客服|真人客服|坐席)(客服|服务|坐席|人员)*(说话|聊聊?|谈谈?|沟通|对话|处理|解决|一下)*(吗|吧|啊|呀|谢谢|可以吗|行吗)*$/,
  /^(转人工|(人工|真人)(客服|服务|坐席))(呢|吗|在吗|谢谢)?$/,
  /^我?(要|想|需要)?(跟|和|与)(个|一个)?(人|真人|活人|人类)(说话|聊聊?|谈谈?|沟通|对话)$/,
  IN_ENGLISH,
  /^(is there|are there|are you) (a |an |any )?(real |live |actual )+(person|human|people|agent)s?( here| there| available)?$/,
]

/** Where a part of a message may end. */
const ENDS = /[,，.。!！?？~～、;；…\n]+|\b(?:and|but|so|then)\b/iu

/** The words of a sentence without what is between them. */
export function bareOf(text: string): string {
  const sentence = normalise(text)
    .replace(/[\s,，.。!！?？~～、;；…]+/gu, ' ')
    .replace(/['’]/g, '')
    .trim()
  return /\p{Script=Han}/u.test(sentence) ? sentence.replace(/ /g, '') : sentence
}

const isAsking = (part: string): boolean => {
  const bare = bareOf(part)
  if (bare.length > LONGEST_WISH) return false
  return TRANSFER.some((pattern) => pattern.test(bare) && (pattern !== IN_ENGLISH || WISHES.test(bare)))
}

/** What is said beside the wish for a person (「退款没到，转人工」); empty where that is all, and all of it where there is no such wish. */
export function matterOf(text: string): string {
  const parts = text.split(ENDS)
  const others = parts.filter((part) => !isAsking(part))
  return others.length === parts.length ? text : others.join(' ').trim()
}
