import type { Slot } from '../knowledge/flow.ts'
import { normalise } from '../language/normalise.ts'

const CANCEL =
  /^(算了吧?|不办了?|取消(办理|操作|流程)?吧?|先不(弄|办|退|换|说)了?|不(弄|退|换|改|申请|投诉|预约)了|不用(办|退|换|弄)?了|退出|停|别办了|不想(办|弄|退|换)了|never ?mind|cancel|stop|forget it|quit)$/
const CORRECTING =
  /不对|错了|说错|打错|写错|填错|弄错|搞错|记错|改成|改为|换成|应该是|重新(填|说|输)|不是.{1,24}(而?是)|改一下|wrong|i meant|should be|change it|actually,? (it|the|my)|typo/
const ASKING =
  /[?？]|吗|呢|么$|怎么|如何|什么|为什么|多久|多少|几天|哪里|哪儿|谁|能不能|可不可以|是不是|会不会|要不要|有没有|咋|啥|凭啥|^(what|how|when|where|why|who|can|could|do|does|is|are|will|would)\b/

const WISHING =
  /我要|我想|想要|帮我|帮忙|替我|给我|为我|麻烦|请(你们|您|帮|给)|赶紧|赶快|马上|立刻|尽快|申请|登记|办理|预约|约(个|一下)|举报|反映|投诉|派人|安排|\b(i want|i'?d like|i need|please|can you|could you|help me)\b/
const heard = (text: string): string => normalise(text).replace(/[\s,，.。!！~～、;；…]+$/u, '')

/** Whether somebody wants to stop what is under way. Whole sentences only: 取消订单 is something to be done. */
export const isCancelling = (text: string): boolean => CANCEL.test(heard(text).replace(/^(那|哎|唉|嗯|哦|好吧|ok|no)[,，\s]*/, ''))

/** Whether somebody takes back what was told. */
export const isCorrecting = (text: string): boolean => CORRECTING.test(heard(text))

/** Whether it is rather a question than an answer. */
export const soundsLikeAsking = (text: string): boolean => ASKING.test(heard(text))

/** Other words by which people name what is asked for. */
const CALLED: Partial<Record<Slot['kind'], RegExp>> = {
  order: /订单|单号|那单|order/,
  phone: /手机|电话|号码|联系方式|phone|number/,
  email: /邮箱|邮件|mail/,
  name: /姓名|名字|name/,
  address: /地址|address/,
  date: /日期|时间|哪天|date|day/,
  amount: /金额|钱|amount/,
  tail: /尾号|后四位|卡号|last (four|4)/,
}

/** Whether a text names a slot: by its label or as people call its kind. */
export function namesSlot(slot: Slot, text: string): boolean {
  const said = heard(text)
  return said.includes(normalise(slot.label)) || (CALLED[slot.kind]?.test(said) ?? false)
}

/** Whether somebody wants something done, rather than told. */
export const soundsLikeWishing = (text: string): boolean => WISHING.test(heard(text))
