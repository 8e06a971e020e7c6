/** What a word beside a number says it is; an order is anything that has a number and is nobody's. */
export type Word = 'order' | 'phone' | 'id-card' | 'bank-card'

/** The word that says what a number is, and whether the number follows it at once: 电话：, phone number is. */
export interface Said {
  word: Word
  isBeside: boolean
}

/** Characters before a number in which a word tells what it is. */
const LOOK_BACK = 28

const WORDS: readonly (readonly [Word, RegExp])[] = [
  [
    'order',
    /订单|訂單|单号|單號|单据|运单|快递|物流|包裹|编号|编码|代码|条码|条形码|流水|工单|取件码|[券换活证销货]码|案件|案号|合同|保单|协议|受理|发票|批[次号]|批准文号|专利|型号|货号|序列号|车架|发动机|[户学工表考票箱案]号|准考证|病历|住院号|门诊号|就诊[卡号]|设备|识别号|税号|信用代码|机顶盒(?:卡号)?|(?:会员|购物|礼品|充值|公交|校园|饭|加油|门禁|储值|智能|积分|医保|学生|借书)卡(?:卡?号)?|\b(?:orders?|tracking|waybill|parcel|ticket|serial|booking|reference|ref|invoice|transaction|case|p\.?o|sku|imei|sn|s\/n|mac|awb|barcode|isbn|flight|vat|tax code|model|user)(?: id)?\b/gi,
  ],
  [
    'phone',
    /手机|手機|电话|電話|联系方式|联系人|聯絡|微信|座机|固话|传真|直线|\b(?:phone|mobile|tel|telephone|call|cell|cellphone|whatsapp|fax|landline|line|reach|ring|text)\b/gi,
  ],
  ['id-card', /身份证|身份證|身份号|证件|證件|证号|户口|(?:identity|identification|\bid)(?: card)?(?: (?:number|no)\b\.?)?|passport/gi],
  [
    'bank-card',
    /卡号|卡號|银行卡|信用卡|储蓄卡|借记卡|工资卡|退款卡|付款卡|收款卡|扣款卡|银行账户|账号|帐号|\b(?:card|account|bank account)(?: (?:number|no)\b\.?)?/gi,
  ],
]

/** Between a word and its number: signs, and words that say nothing. */
const FILLERS = /^[\s:#"'([【「=\-是为爲為就有的号號码碼尾个一查]*[A-Za-z]{0,3}$/
const EMPTY_WORDS = /\b(?:numbers?|num|no|id|is|was|code|are|at|me|on)\b\.?/gi
/** One word is for all in a list: 运单13150609707和16522614434. */
const LISTED = /\d{6,}\s*[和与及、/]/g
/** What follows says it too: 3474871324744748870这个订单. */
const ORDER_AFTER = /^\s*(?:(?:这|那)?(?:个|张|笔|条|单|的)?(?:订单|单号|运单|快递单|工单|流水)|is my (?:order|tracking|booking))/i
const IDENTITY_AFTER = /^.{0,4}(?:身份证|证件)/

/** The word that stands nearest before a number. */
export function saidBefore(text: string, start: number): Said | null {
  const before = text.slice(Math.max(0, start - LOOK_BACK), start)
  let nearest: { word: Word; at: number } | null = null
  for (const [word, pattern] of WORDS) {
    for (const match of before.matchAll(pattern)) {
      const at = match.index + match[0].length
      if (!nearest || at > nearest.at) nearest = { word, at }
    }
  }
  return nearest && { word: nearest.word, isBeside: isFiller(before.slice(nearest.at), nearest.word) }
}

/** What is said right behind a number. */
export function saidAfter(text: string, end: number): Said | null {
  const after = text.slice(end, end + LOOK_BACK)
  if (ORDER_AFTER.test(after)) return { word: 'order', isBeside: true }
  return IDENTITY_AFTER.test(after) ? { word: 'id-card', isBeside: true } : null
}

const isFiller = (between: string, word: Word): boolean =>
  FILLERS.test((word === 'order' ? between.replace(LISTED, '') : between).replace(EMPTY_WORDS, ''))
