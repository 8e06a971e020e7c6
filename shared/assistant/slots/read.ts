import type { Slot } from '../../knowledge/flow.ts'
import { cleanText, normalise } from '../../language/normalise.ts'
import { plain } from '../../language/plain.ts'
import { tokenise } from '../../language/tokenise.ts'
import { dayIn } from './dates.ts'
import { numberIn } from './numbers.ts'

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
      return choiceIn(slot, flat, answering)
    case 'yes-no': {
      const said = yesOrNo(flat) ?? yesOrNo(flat.split(/[,，。;；\s]/)[0] ?? '')
      return answering && said !== null ? filled(said ? 'yes' : 'no', words) : null
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
  /^(没有?|无|不用了?|不了|不要|不需要|不知道|none|no|nope|n\/a)$|跳过|略过|不填|不留|不想(留|说|填)|不方便|记不(清|得|住)|忘了|找不到|不清楚|用?(我)?(下单|预留|注册|登记)(时|用)?的?(那个)?(号码?|手机号?|电话)|没(有)?(单号|号码|编号|工号|订单号|邮箱)|\b(skip|don'?t (have|know|remember)|no idea|rather not)\b/
const LONGEST_SKIP = 24

/** Whether somebody would rather not say: short, so that a story which has these words in it is no refusal. */
function isSkipping(flat: string): boolean {
  if (flat.length > LONGEST_SKIP || /\d{5}/.test(flat)) return false
  const said = bare(bare(flat).replace(/ ?(谢谢(你|您|啦)?|多谢|thanks|thank you)$/, ''))
  return SKIP.test(said)
}
const YES =
  /^(是的?|这?[下回次]?对了?的?|都对|提交|嗯|好的?|可以|行|没错|没问题|没毛病|确认|确定|无误|准确|同意|要的?|需要|正确|就这样|ok|okay|yes|y|yep|yeah|sure|right|correct|confirm|有的?|能)+$/
const YES_IN_ENGLISH =
  /^(yes|yeah|yep|sure|ok|okay|correct|right|confirmed?|all (good|right|correct)|looks (good|right|fine|correct)|that'?s (it|right|correct|fine)|go ahead|hand it in|submit( it)?|please do|perfect)( (that'?s|it'?s|is|it|all|right|correct|good|fine|please|thanks|thank you|go ahead|submit|hand it in|looks))*$/
const NO =
  /^(不是?|不对|不行|不可以|不要|不用|不需要|没有?|错了?|否|还没有?|不能|要改|改一?下?|修改|有误|no|n|nope|wrong|not yet|change( something| it)?)+$/

const bare = (flat: string): string =>
  flat
    .replace(/[\s,，.。!！?？~～、;；…]+/gu, ' ')
    .replace(/(?<=\p{Script=Han})[吧啊呀哦噢呢嘛的了哈啦]+$/u, '')
    .trim()

/** Whether a short text says yes or no; null where it says neither. */
export function yesOrNo(text: string): boolean | null {
  const flat = bare(normalise(text))
  const said = /\p{Script=Han}/u.test(text) ? flat.replace(/(?<=\p{Script=Han})[吧啊呀哦噢呢嘛了啦]+(?= )/gu, '').replaceAll(' ', '') : flat
  if (said.length > 32) return null
  // 没错 is made of two words that each mean no.
  if (YES.test(said) || YES_IN_ENGLISH.test(said)) return true
  return NO.test(said) ? false : null
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

function amountIn(slot: Slot, flat: string, answering: boolean): Found {
  const unmistakable = slot.kind === 'amount' && /[\d零一二两三四五六七八九十百千万]\s*(元|块|万|yuan|rmb|¥)|[¥$]\s*\d/.test(flat)
  if (!answering && !unmistakable) return null
  const priced =
    slot.kind === 'amount'
      ? /([\d,.]+|[零〇一二两俩三四五六七八九十百千万]+)\s*(?:元|块(?!钱?的)|yuan|rmb)|[¥$]\s*([\d,.]+)/.exec(flat)
      : null
  const number = numberIn(priced?.[0] ?? flat)
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

const ORDINALS: readonly [RegExp, number][] = [
  [/^(第?[一1]个?|a|the first( one)?|first)$/, 0],
  [/^(第?[二2两]个?|b|the second( one)?|second)$/, 1],
  [/^(第?[三3]个?|c|the third( one)?|third)$/, 2],
  [/^(第?[四4]个?|d|the fourth( one)?|fourth)$/, 3],
  [/^(第?[五5]个?|e|the fifth( one)?|fifth|the last( one)?|最后一?个)$/, 4],
]

function choiceIn(slot: Slot, flat: string, answering: boolean): Found {
  const options = slot.options ?? []
  if (answering) {
    const at = ORDINALS.find(([form]) => form.test(bare(flat)))?.[1]
    const chosen = at === undefined ? undefined : options[at]
    if (chosen) return filled(chosen.value, chosen.label)
  }
  const said = plain(flat)
  const best = options
    .map((option) => ({ option, length: longestIn([option.label, ...option.words], flat, said) }))
    .toSorted((one, other) => other.length - one.length)[0]
  if (best && best.length > 0) return filled(best.option.value, best.option.label)
  const like = answering ? nearest(options, said) : null
  return like ? filled(like.value, like.label, false) : null
}

/** From this likeness on an option is meant that was said in other words, if the next is so far behind. */
const LIKE = 0.5
const AHEAD = 0.12

/** The option whose words share most with what was said, where one does clearly. */
function nearest(options: NonNullable<Slot['options']>, said: string): NonNullable<Slot['options']>[number] | null {
  const tokens = new Set(tokenise(said))
  const likeness = (word: string) => {
    const own = new Set(tokenise(plain(normalise(word))))
    const shared = [...own].filter((token) => tokens.has(token)).length
    return shared / Math.max(1, Math.min(own.size, tokens.size))
  }
  const [first, second] = options
    .map((option) => ({ option, like: Math.max(...[option.label, ...option.words].map(likeness)) }))
    .toSorted((one, other) => other.like - one.like)
  return first && first.like >= LIKE && first.like - (second?.like ?? 0) >= AHEAD ? first.option : null
}

/** How much of a text the longest of some words takes; words that are denied right before do not count. */
function longestIn(words: readonly string[], flat: string, said: string): number {
  const found = words
    .map((word) => normalise(word))
    .filter((word) => (flat.includes(word) && !new RegExp(`(不是|并非|没有|not )${escaped(word)}`).test(flat)) || said === plain(word))
  return Math.max(0, ...found.map((word) => word.length))
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

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

function addressIn(words: string, answering: boolean): Found {
  const told = /.*(?:地址(?:是|为|改成|改为|改到|:|：)|送到|寄到|改到|改成|改为|搬到|address is|deliver to|send it to)\s*(.{6,})/iu.exec(
    words.slice(0, LONGEST * 2),
  )?.[1]
  const place = (told ?? (answering ? words : '')).replace(/^(我的)?(新)?(收货)?地址(是|:|：)?/u, '').trim()
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
