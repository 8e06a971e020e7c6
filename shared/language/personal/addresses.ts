import type { Finding } from './finding.ts'
import { DOOR, HOUSE, IN_FIGURES, INDOORS, NEXT, NEXT_BEHIND } from './pieces.ts'

/** What a street, a settlement or a building is called at its end. */
const STREET =
  /(?:路|街|大道|道|巷|胡同|(?<![这那哪家手店城心车箱柜])里|弄|村|庄|莊|屯|邨|小区|花园|花園|苑|家园|公寓|大厦|大廈|大楼|大樓|商厦|广场|廣場|社区|别墅|宿舍|校区|大学|学院|园区|中心|城|府|庭|郡|湾|灣|镇|鎮|乡|鄉|寨|坊|园|園|(?<![时阶手])段|街坊|组团|大院|队|社|学部|系|[^一二三四五六七八九十\d几]楼|[^一二三四五六七八九十\d几]樓|阁|閣|(?<![前柜后平])台|臺|国际|[a-z]?[区區]|厂|廠|院|科|场|營|营|围|圍|屋|塔|轩|邸|居|徑|坪|沟|岭|坝|条|[A-Z]{3,})$/u
const REGION = /(?:省|市|自治区|自治州|区|區|县|縣|旗|州)/u
const ROAD = /(?:路|街|道|巷|弄|胡同|村|段|里|镇|乡)$/u
/** A place where everybody goes: a floor or a bay of it alone is nobody's address. */
const PUBLIC = /(?:广场|城|中心|商场|百货|医院|大学|学院|公司|厂|店|馆|院|场|校区|科|大楼)$/u
/** A building in capitals is one only with a door behind it: SOHO 5层A12, but not eSIM一号. */
const LATIN = /[A-Z]{3}$/u
const FLOOR = /[楼樓层層]$/u
const PARKING = /停[在了到]?|车位|车库|出口|入口|登机口/u
/** The name of an estate, of whatever kind; no talk. */
const NAME = /^(?!.*第$)[\p{Script=Han}\da-z·]{3,16}$/iu
const TALK =
  /[我你您他她它们的了吗呢吧啊请问麻烦这哪谁怎么什没有不也还想买让叫跟把被]|(?:[月年车次排码单版型间分格室线话服负层厢]|编号|日期)$/u
/** Before an address people say one of these; after punctuation it begins anyway. */
const LEAD =
  /^.*(?:地址(?:是|为|改成|改为|改到|换成|写成|写的|係|:)?|门牌(?:号)?是?|收件地|[寄发送搬放换改移](?:到|至|去|给|往|回|成|为)|寄|货送|(?<![放配运])送|住在|住(?![院宅房户])|家在|家住|位于|(?<![解开释堆])放(?!射)|师傅到|我们|我妈|在|到|是|喺|给|去|从(?!化)|往(?![东西南北]|$)|把|反映|址:|实验室|单位房|上的|执照上|\d{5,}|[年月日点天]\s)/su
/** After one of these a name and a number are an address, whatever the name. */
const ADDRESSED = /(?:地址\S{0,3}|门牌号?是?|[寄送搬](?:到|至|给|往|回)|寄|送|住|住在|家在|家住|位于)$/u
const BREAK = /[，。！？；、\n,;!?"“”:/|｜【】]/
/** A comma or a space after one of these is within an address: 海珠区，新港中路. */
const JOINT = /(?:[省市区區县縣镇鎮乡鄉路街弄巷村]|\d[号號])$/u
/** So far back an address may begin, in units, and so long one further piece may be. */
const LONGEST = 48

/** Addresses in a text in one width that name a door, in Chinese. */
export function* addressesIn(text: string): Generator<Finding> {
  let last: Finding | null = null
  for (const match of text.matchAll(DOOR)) {
    const done = last?.end ?? 0
    if (match.index < done) continue
    const end = endOf(text, match.index + match[0].length)
    const start = startOf(text, match, end, done)
    if (start === null) continue
    if (last && GAP.test(text.slice(last.end, Math.max(start, last.end)).slice(0, 4))) last.end = end
    else {
      if (last) yield last
      last = { kind: 'address', start, end }
    }
  }
  if (last) yield last
}

/** Between two stretches of one address. */
const GAP = /^[ ,(\-—–·]{0,2}$/

/** Where the words before a door begin to be an address; null when they are none. */
function startOf(text: string, door: RegExpExecArray, end: number, done: number): number | null {
  const piece = door[0]
  const before = text.slice(clauseOf(text, door.index, done), door.index)
  const lead = LEAD.exec(before)?.[0] ?? ''
  // What a place is called has no space before it: 「李娜 浙江省…」 begins behind the name.
  const place = before
    .slice(lead.length)
    .replace(/^[\p{Script=Han}]{1,4}(?<![省市区县镇乡路街])\s+(?=\S{4})/u, '')
    .replace(/^[\s([【「《<#*→-]+/u, '')
  const start = door.index - place.length
  const named = place.replace(/[\s\d#(—–-]+$/u, '').replace(/(?<=.{2})(?:交[叉汇]口|路口)?[往向以]?[东西南北]{0,2}[侧边角]?$/u, '')
  const rest = text.slice(door.index + piece.length, end)
  const isIndoors = INDOORS.test(rest)

  if ((STREET.test(named) && (named.length > 2 || ROAD.test(named))) || (REGION.test(named) && named.length >= 4)) {
    const isPublicFloor = rest === '' && !REGION.test(named) && (LATIN.test(named) || (FLOOR.test(piece) && PUBLIC.test(named)))
    const isBay = PARKING.test(before) && !ROAD.test(named) && !REGION.test(named)
    return isPublicFloor || isBay ? null : start
  }
  if (PARKING.test(before) || /^号?(?:车位|停车)/u.test(text.slice(end, end + 3))) return null
  const isName = NAME.test(named) && !TALK.test(named)
  if (HOUSE.test(piece) && (isName || (isIndoors && !/单元|單元/u.test(piece)))) return isName ? start : door.index
  const isAddressed = ADDRESSED.test(text.slice(Math.max(0, start - 10), start).replace(/[\s:]+$/u, ''))
  if (isName && (isAddressed || INDOORS.test(rest.replace(/[号號]/gu, '')))) return start
  if (place === '' && isAddressed && IN_FIGURES.test(piece)) return start
  return isIndoors && FLOOR.test(piece) && (isAddressed || /床$/u.test(rest)) ? door.index : null
}

/** Where the clause before a door begins, as far back as an address may be long. */
function clauseOf(text: string, door: number, done: number): number {
  const from = Math.max(done, door - LONGEST)
  for (let at = door - 1; at >= from; at--)
    if (BREAK.test(text[at] ?? '') && !(/[,、]/.test(text[at] ?? '') && JOINT.test(text.slice(Math.max(from, at - 2), at)))) return at + 1
  return from
}

function endOf(text: string, from: number): number {
  let end = from
  for (;;) {
    const rest = text.slice(end, end + LONGEST)
    const more = (NEXT.exec(rest) ?? NEXT_BEHIND.exec(rest))?.[0].length ?? 0
    if (more === 0) return end
    end += more
  }
}
