import type { Slot } from '../knowledge/flow.ts'
import { normalise } from '../language/normalise.ts'

/** What people say around what they mean: it neither adds nor takes away. */
const FILLER = /^(那|哎|唉|嗯+|哦|哎呀|好吧?|行吧?|好的?|谢谢(你|您|啦)?|了|ok|okay|no|well|sorry|thanks|thank you|please)$/
const CANCEL =
  /^((那|那就|要不|还是|先){0,2}算了吧?(不.{1,4}了)?|(这个|那|我|就|还是|先|暂时){0,3}((不用|不想|先不|别)(弄|办|退|换|改|转|调|装|修|移|升|降|还|提|催|挂|停|补|举报|反映|申请|投诉|预约|约|开|查|要|订|报|说|取消)了?|不要?(弄|办|退|换|改|转|调|装|修|移|升|降|还|提|催|挂|停|补|举报|反映|申请|投诉|预约|约|开|查|要|订|报|说|取消)了)吧?|取消(办理|操作|流程)吧?|取消吧|退出|停|没事了|(让?我)?再(想想|想一想|考虑(一下|考虑)?)(再说)?吧?|(回头|改天|下次|以后|晚点|有空|过两天)再?(说|来|办|弄)|下次吧|算了算了|never ?mind|cancel( (this|that|it))?|stop|forget (it|that|about it)|quit|i('?ve)? changed my mind|don'?t bother|leave it)$/
const CORRECTING =
  /不对|错了|说错|打错|写错|填错|弄错|搞错|记错|搞混|更正|改成|改为|改到|换成|应该是|重新(填|说|输)|不是.{1,24}(而?是)|改一下|等(一?下|等)[,， ]|\b(wrong|i meant|meant to say|should be|change (it|that|the|my)|actually|typo|no wait|hang on|wait|sorry,? (it|the|my|i)|correction)\b/
const ASKING =
  /[?？]|吗|呢|么$|怎么|如何|什么|为什么|多久|多少|多长|几天|几点|几号|哪|谁|能不能|可不可以|是不是|会不会|要不要|有没有|咋|啥|干嘛|来着$|(\p{Script=Han})[不没]\1|(?<!不)(要|会|用|行|是|有|收|算|给|能|可以|靠谱|需要).{0,8}不$|了没有?$|^(what|how|when|where|why|who|which|can|could|do|does|did|is|are|will|would|should)\b/u
const WISHING =
  /我(要|得|想)|(?<!不)得(退|换|投诉|开|办|修|补|查|改)|(?<![没不未谁们么])给我(?!.{0,3}的)|给问问|(找|派|来|叫)个?(人|师傅)|想(?=要|把|跟|和|找|请|给|退|换|取|办|开|约|报|补|改)|要(退|换|改|投诉|举报|取消|开|查|办|补|报)|帮我|帮忙|(?<![这那一])帮(?!派|会)|替我|给我|为我|麻烦|请(你们|您|帮|给)|赶紧|赶快|马上|立刻|尽快|快点|(退|赔|补|还)(给)?我|申请|登记|办理|预约|约(个|一下)|举报|反映|投诉|派人|安排|处理|解决|核实|(退|换|改|取消|补|修|撤|停|挂失|查)(掉|了吧|了$|一下|下|一?个)|把.{1,16}(退|换|改|取消|停|挂失|办|撤|查|补|修)|\b(i want|i'?d like|i need|please|can you|could you|help me|refund|return|exchange|cancel|change|chase|issue|send|correct|deal with|report|fix|sort)\b/

/** A wish that stays one whatever is asked around it: 谁让你们改的，立马给我换回来. */
const INSISTING =
  /我要(投诉|退|换|办|举报|申诉|申请|挂失|补|报修|取消)|(?<!为什么|凭什么|凭啥|为啥|干嘛|怎么|谁)(给|帮|替)(我|.{1,24}?)(办|退|换|修|查|停|登记|开|补|打|改|核|撤|销|恢复|协商|减免|处理|解决|催|问)|派.{0,4}(人|师傅)|想送修|^(can|could|would|will) (you|someone|somebody) please (?!tell|explain|say)|\b(i want (to|it|my)|please (chase|cancel|change|refund|issue|fix|send))\b/
/** Something else, to be done before or beside what is under way. */
const BESIDES = /先(?!生)|另外|还有|顺便|再(给|帮|把)|对了|等等|等一下|\b(also|first|another|one more thing|by the way)\b/
/** What anybody means is in the first few hundred characters; the patterns need not see more. */
const HEARD = 400
const heard = (text: string): string => normalise(text.slice(0, HEARD)).replace(/(?<![\s,，.。!！~～、;；…])[\s,，.。!！~～、;；…]+$/u, '')

/** Whether somebody wants to stop what is under way. Whole sentences only: 取消订单 is something to be done. */
export function isCancelling(text: string): boolean {
  const pieces = heard(text).split(/[\s,，.。!！~～、;；…]+(?=\p{Script=Han})|[,，.。!！;；]\s*/u)
  const said = pieces.filter((piece) => piece !== '' && !FILLER.test(piece))
  // Why stands before it or after it: 找到了，在外套里，不用办了.
  return [said[0], said.at(-1)].some((piece) => piece !== undefined && CANCEL.test(piece))
}

/** Whether somebody takes back what was told. */
export const isCorrecting = (text: string): boolean => CORRECTING.test(heard(text))

/** 不对, at the beginning of a clause, takes back; 收到的东西不对 tells what is wrong. */
const TAKES_BACK = /(^|[,，。])(不对|不是|说错|打错|写错|填错|记错|错了|等等|等一下|改成|改为|应该是|sorry|i meant|no wait|wait)/
export const takesBack = (text: string): boolean => TAKES_BACK.test(heard(text))

/** What is said beside thanks: 好的，谢谢 says yes. */
export const withoutThanks = (text: string): string => text.replace(/(?:谢谢|,? ?\bthank).*$/is, '')

/** 还没收到呢 and 插哪都没反应 tell, whatever words of asking they hold. */
const TELLING =
  /(?<=(还|没|在|着|正|才).{0,8})呢|(哪儿?|谁|什么|啥|怎么|咋)[^,，。?？]{0,4}(都|也)(?=[^,，。?？]{0,2}[没不])|(没|不知道|不清楚|记不清|忘了)(有|[^,，。?？没]{0,3}过)?(什么|啥|哪|谁|多少|几)|(随便|不管|无论)(什么|啥|哪|谁|怎么|几)/g
const SUPPOSING = /万一|要是|如果|假如|^那/

/** Whether it is rather a question than an answer or a wish. */
export function soundsLikeAsking(text: string): boolean {
  const said = heard(text)
  return ASKING.test(SUPPOSING.test(said) ? said : said.replace(TELLING, ' ')) && !INSISTING.test(said)
}

/** Whether a story comes to a question in the end: 谁给我开的我不知道，反正扣了钱 tells. */
export const endsInAsking = (text: string): boolean =>
  soundsLikeAsking(
    heard(text)
      .split(/[,，。;；!！]+/)
      .filter((clause) => clause.trim() !== '')
      .at(-1) ?? '',
  )

/** Whether it is about something beside what is under way. */
export const soundsBeside = (text: string): boolean => BESIDES.test(heard(text))

/** Whether somebody wants something done, rather than told. */
export const soundsLikeWishing = (text: string): boolean => WISHING.test(heard(text)) || INSISTING.test(heard(text))

/** Other words by which people name what is asked for. */
const CALLED: Partial<Record<Slot['kind'], RegExp>> = {
  order: /订单|单号|那单|order/,
  phone: /手机|电话|号码|联系方式|phone|number/,
  email: /邮箱|邮件|mail/,
  name: /姓名|名字|name/,
  address: /地址|地点|address|place/,
  date: /日期|时间|哪天|date|day/,
  amount: /金额|钱|amount/,
  tail: /尾号|后四位|卡号|last (four|4)/,
}

/** The slots that a text names: by their labels, or else as people call their kind. */
export function slotsNamed(slots: readonly Slot[], text: string): Slot[] {
  const said = heard(text)
  const byLabel = slots.filter(({ label }) => said.includes(normalise(label)))
  return byLabel.length > 0 ? byLabel : slots.filter(({ kind }) => CALLED[kind]?.test(said))
}
