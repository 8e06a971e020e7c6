import type { Slot } from '../../knowledge/flow.ts'
import { cleanText, normalise } from '../../language/normalise.ts'
import { optionIn } from './choices.ts'
import { dayIn } from './dates.ts'
import { numberIn } from './numbers.ts'
import { bare, yesOrNoTo } from './yes-no.ts'

/** What a slot was filled with: as the machine keeps it, and as it is shown to who said it. */
export interface Filled {
  value: string
  shown: string
}

/** A value, what is wrong with what looks like one, or nothing that looks like one. */
export type Found = { ok: true; filled: Filled; sure: boolean } | { ok: false; code: SlotFault } | null

/** Why an answer does not do. The screens have words for each. */
export type SlotFault = 'too-short' | 'too-long' | 'too-little' | 'too-much' | 'not-a-phone' | 'not-a-day'

const LONGEST = 200
const filled = (value: string, shown = value, sure = true): Found => ({ ok: true, filled: { value, shown }, sure })

/**
 * What a text says for a slot. `answering` tells that the slot was just asked for: then the whole text may be the answer,
 * else only what is unmistakable counts. `today` is a day in ISO 8601.
 */
export function readSlot(slot: Slot, text: string, today: string, answering: boolean): Found {
  const words = cleanText(text).trim()
  const flat = normalise(words)
  if (answering && slot.optional && isSkipping(flat)) return filled('', '')
  switch (slot.kind) {
    case 'order':
      return orderIn(flat, words)
    case 'phone':
      return phoneIn(flat, answering)
    case 'email': {
      const mail = /[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/.exec(flat)?.[0]
      return mail ? filled(mail) : null
    }
    case 'date':
      return dateIn(flat, today, answering)
    case 'amount':
    case 'number':
      return amountIn(slot, flat, answering)
    case 'tail':
      return tailIn(slot, flat, answering)
    case 'choice':
      return choiceIn(slot, flat, today, answering)
    case 'yes-no': {
      const said = answering ? yesOrNoTo(slot.ask, words) : null
      return said === null ? null : filled(said ? 'yes' : 'no', words)
    }
    case 'name':
      return named(words, answering)
    case 'address':
      return addressIn(words, answering)
    case 'text':
      return answering ? bounded(slot, words) : null
  }
}

const SKIP =
  /^(没有?|无|不用了?|不了|不要|不需要|不知道|none|no|nope|n\/a)$|跳过|略过|不填|不留|不(用|必|想|要|愿意?)(再)?(留|说|填|报)|不方便|记不太?(清|得|住)|忘了|找不(到|着|见)|不清楚|用(我)?(下单|预留|注册|登记)(时|用)?的(就行|就好|吧|那个)?$|用?(我)?(下单|预留|注册|登记)(时|用)?的?(那个)?(号码?|手机号?|电话)|没(有)?(别的|其他|另外|其它)?的?(单号|号码|编号|工号|订单号|邮箱|电话|手机号?)|\b(skip|don'?t (have|know|remember)|no idea|rather not|(the )?same (number|phone|email)|(use|take) (the|my) .{0,12}on (the order|file|my account))\b/
const LONGEST_SKIP = 24
const LONGEST_SKIP_IN_LETTERS = 40

/** Whether somebody would rather not say: short, so that a story which has these words in it is no refusal. */
function isSkipping(flat: string): boolean {
  if (flat.length > (/\p{Script=Han}/u.test(flat) ? LONGEST_SKIP : LONGEST_SKIP_IN_LETTERS) || /\d{5}/.test(flat)) return false
  const said = bare(bare(flat).replace(/ ?(谢谢(你|您|啦)?|多谢|thanks|thank you)$/, ''))
  return SKIP.test(said)
}
/** Mainland mobile numbers are no order numbers. */
const MOBILE = /(?<![\da-z])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)/
const ORDER = /(?<![\da-z@.])(?=[a-z-]*\d)[a-z]{0,6}-?\d[\da-z-]{5,31}(?![\da-z@])/g
/** Which order it is, in words: 昨天那单, 上周买的外套. */
const DESCRIBED =
  /(刚才?|刚刚|昨[天晚日]|前[天几]|今[天早晚]|上周|上个?月|这周|最近|\d+[月号日天]|the one (from|i)|the .{0,16} one (from|i)|last (week|order)|yesterday)(?=.{0,24}(单|买|订|下|拍|order|bought)|$)|那[一个]?(单|笔)|最近(一|那)(单|笔)/

/** Digits in groups are one number where together they are long enough for one: 2026 1115 0088 21. */
const GROUPED = /(?<![\da-z])\d{3,5}(?:[ -]\d{2,5}){2,6}(?![\da-z])/g
/** The end of a number, where the whole is not at hand: 尾号0917那单. */
const ENDING = /(?:尾号|后[四六]位|ending(?: in)?)\D{0,4}(\d{3,6})(?!\d)/

function orderIn(flat: string, words: string): Found {
  const joined = flat.replace(GROUPED, (found) => (MOBILE.test(found) ? found : found.replace(/[ -]/g, '')))
  const ending = ENDING.exec(flat)?.[1]
  if (ending) return filled(`ending:${ending}`, words.slice(0, 60), false)
  const numbers = [...joined.matchAll(ORDER)].map(([number]) => number).filter((number) => (number.match(/\d/g)?.length ?? 0) >= 6)
  const number = numbers.find((one) => !MOBILE.test(one)) ?? null
  if (number) return filled(number.toUpperCase())
  return DESCRIBED.test(flat) && words.length <= 60 ? filled(`described:${words.slice(0, 60)}`, words.slice(0, 60), false) : null
}

function phoneIn(flat: string, answering: boolean): Found {
  const mobile = MOBILE.exec(flat)?.[1]
  if (mobile) return filled(mobile.replace(/\D/g, ''))
  const line = /(?<!\d)(0\d{2,3})[- ]?(\d{7,8})(?!\d)/.exec(flat)
  if (line) return filled(`${line[1]}-${line[2]}`)
  const foreign = /\+\d[\d -]{7,17}\d/.exec(flat)?.[0]
  if (foreign) return filled(foreign.replace(/[ -]/g, ''))
  return answering && /\d{5,}/.test(flat) ? { ok: false, code: 'not-a-phone' } : null
}

function dateIn(flat: string, today: string, answering: boolean): Found {
  const day = dayIn(flat, today)
  if (day) return filled(day)
  return answering && /\d\s*[月号日/]/.test(flat) ? { ok: false, code: 'not-a-day' } : null
}

const PRICED = /([\d,.]+|[零〇一二两俩三四五六七八九十百千万]+)\s*(?:元|块(?!钱?的)|万|yuan|rmb)|[¥$]\s*([\d,.]+)/
/** 扣我199, 收了300: nothing but money is meant, with no unit behind it. */
const PAID = /(?:扣|收|付|花|刷|转)[了走掉我他的]{0,3}\s*(\d+(?:\.\d+)?)(?![\d年月日号天次笔个.])/

function amountIn(slot: Slot, flat: string, answering: boolean): Found {
  const isMoney = slot.kind === 'amount' || /元|钱|\byuan\b/.test(slot.ask)
  const priced = isMoney ? (PRICED.exec(flat)?.[0] ?? PAID.exec(flat)?.[1]) : undefined
  if (!answering && priced === undefined) return null
  const number = numberIn(priced ?? flat)
  if (number === null) return null
  if (slot.least !== undefined && number < slot.least) return { ok: false, code: 'too-little' }
  if (slot.most !== undefined && number > slot.most) return { ok: false, code: 'too-much' }
  return filled(String(number))
}

function tailIn(slot: Slot, flat: string, answering: boolean): Found {
  const length = slot.least ?? 4
  const said = new RegExp(
    `(?:尾号|后${length === 6 ? '六' : '四'}位|ending(?: in)?|last \\w+ digits?)\\D{0,6}(\\d{${length}})(?!\\d)`,
  ).exec(flat)?.[1]
  if (said) return filled(said)
  if (!answering) return null
  const groups = flat.match(new RegExp(`(?<!\\d)\\d{${length}}(?![\\d年月])`, 'g')) ?? []
  if (groups.length === 1 && groups[0]) return filled(groups[0])
  const digits = flat.replace(/\d{1,4}\s*[年月日号]/g, '').replace(/\D/g, '')
  if (digits.length === 0) return null
  // Whoever gives the whole number is not asked again: its end is what was wanted, and the rest is not kept.
  return digits.length < length ? { ok: false, code: 'too-short' } : filled(digits.slice(-length))
}

function choiceIn(slot: Slot, flat: string, today: string, answering: boolean): Found {
  const chosen = optionIn(slot.options ?? [], flat, today, answering)
  return chosen && filled(chosen.option.value, chosen.option.label, chosen.sure)
}

/** 我叫林晓, but not 我叫你们退款 nor 名字写错了: a name of two to four characters, and nothing behind it. */
const TOLD_NAME =
  /(?:我叫|姓名[是:：]?|名字[是叫:：])\s*((?!你们|快递|不|人|客服|师傅)\p{Script=Han}{2,4})(?=$|[，。,.;；\s])|(?:my name is|i am called|name:)\s*([\p{L}][\p{L}'. -]{1,29})/iu
const NO_NAME = /\d|[?？]|不知道|怎么|写错|填错|不想|为什么|什么/

function named(words: string, answering: boolean): Found {
  const told = TOLD_NAME.exec(words)
    ?.slice(1)
    .find((name) => name !== undefined)
  const bareName = words
    .slice(0, LONGEST)
    .replace(/\+?\d[\d -]{6,}/g, ' ')
    .replace(/^(我是|是|叫)/, '')
  const name = (told ?? (answering ? bareName : '')).replace(/(?<![，。,.!！\s])[，。,.!！\s]+$/u, '').trim()
  if (name === '' || NO_NAME.test(name) || name.length < 2 || name.length > 30) return null
  return filled(name)
}

const PLACE = /[省市区县镇乡村路街道巷弄号栋幢楼室苑园里]|\d.*(street|road|avenue|st\b|rd\b|ave\b|block|room|flat)/iu

/** A street with its number and something behind it, beyond doubt: 幸福路12号阳光小区3栋502. */
const DOOR = /^\p{Script=Han}{2,12}(?:路|街|大道|巷|镇|村)\d{1,5}号[^,，。]{0,40}\d/u

function addressIn(words: string, answering: boolean): Found {
  const told = /.*(?:地址(?:是|为|改成|改为|改到|:|：)|送到|寄到|改到|改成|改为|搬到|address is|deliver to|send it to)\s*(.{6,})/iu.exec(
    words.slice(0, LONGEST * 2),
  )?.[1]
  const place = (told ?? (answering ? words : (words.split(/[,，。;；!！\s]+/u).find((clause) => DOOR.test(clause)) ?? '')))
    .replace(/^(我的)?(新)?(收货)?地址(是|:|：)?/u, '')
    .trim()
  if (place === '' || !PLACE.test(place)) return null
  // 改成顺丰可以吗 is no place: out of the blue, a place has a region or a number, and asks nothing.
  if (!answering && (!/\d|[省市区县镇]|street|road/iu.test(place) || /[错怎吗?？]|订单|手机|电话|单号/u.test(place))) return null
  if ([...place].length < 6) return answering ? { ok: false, code: 'too-short' } : null
  return place.length > LONGEST ? { ok: false, code: 'too-long' } : filled(place)
}

function bounded(slot: Slot, words: string): Found {
  if (words.length < (slot.least ?? 1)) return { ok: false, code: 'too-short' }
  return words.length > (slot.most ?? LONGEST) ? { ok: false, code: 'too-long' } : filled(words)
}
