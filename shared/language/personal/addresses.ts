import type { Finding } from './finding.ts'

const NUMERAL = '(?:[0-9a-z]{1,6}|[零〇一二三四五六七八九十百甲乙丙丁]{1,5})'
const SPAN = `${NUMERAL}(?:[-—–/]${NUMERAL}){0,3}`
/** What a number within a street or a building is called; in traditional characters too. */
const UNIT = '号车间|号楼|號樓|号院|号|號|巷|弄|栋|棟|幢|座|单元|單元|室|房|层|層|楼|樓|门|户|組|组|期|队|寝室|舍|铺|梯'
/** What makes it something else after all: 3号线, 2楼层数, 5层楼. */
const NO_UNIT = '(?!线|線|码|牌|店|机|位|员|单|段|车|套|卡|型|字|色|间|数|上午|下午)'
const DOOR = new RegExp(
  `${SPAN}(?:${UNIT})${NO_UNIT}|(?<=路|街|道|苑|园|台|阁|轩|邸|郡|区|庭|湾|城|都|国际|[期厦寓])${SPAN}[-—–]${NUMERAL}`,
  'giu',
)
/** What a street, a settlement or a building is called at its end. */
const STREET =
  /(?:路|街|大道|道|巷|胡同|里|弄|村|庄|屯|邨|小区|花园|花園|花苑|苑|家园|公寓|大厦|大廈|广场|廣場|新村|社区|别墅|宿舍|校区|大学|学院|工业园|园区|产业园|中心|新城|名城|府|庭|郡|湾|城|镇|鎮|乡|鄉|寨|坊|园|園|段|街坊|组团|大院|队|社|学部|系|楼|樓|阁|台|国际)$/u
const REGION = /(?:省|市|自治区|自治州|区|區|县|縣|旗|州)/u
/** A house of an estate whose name says nothing: 丽景名都11栋, 龙湖春江郦城2期21幢. */
const HOUSE = /(?:栋|棟|幢|座|号楼|號樓|单元|單元|\d[-—–]\d+[-—–]\d+)$/u
const NAME = /^(?!.*第$)[\p{Script=Han}\d]{3,16}$/u
/** Before an address people say one of these; after punctuation it begins anyway. */
const LEAD =
  /^.*(?:地址(?:是|为|改成|改为|改到|换成|写成|写的|:)?|收件地|寄到|寄给|寄往|寄回|寄|发到|发往|送到|送至|送去|货送|送|改到|改成|改为|换到|换成|住在|住|家在|位于|搬到|放到|(?<!解)放|师傅到|我们|我妈|在|到|是|给|去|从|往|把|址:|实验室|单位房|上的|执照上|\d{5,}|[年月日点天]\s)/su
const BREAK = /[，。！？；、\n,;!?"“”:/]/
/** So far back an address may begin, in units, and so long one further piece may be. */
const LONGEST = 40

/** Addresses in a text in one width that name a door: in Chinese, and streets and flats in English. */
export function* addressesIn(text: string): Generator<Finding> {
  let done = 0
  for (const match of text.matchAll(DOOR)) {
    if (match.index < done) continue
    const start = startOf(text, match.index, match[0], done)
    if (start === null) continue
    done = endOf(text, match.index + match[0].length)
    yield { kind: 'address', start, end: done }
  }
  for (const match of text.matchAll(ENGLISH)) yield { kind: 'address', start: match.index, end: match.index + match[0].length }
}

/** Where the words before a door number begin to be an address; null when they are none. */
function startOf(text: string, door: number, piece: string, done: number): number | null {
  let from = Math.max(done, door - LONGEST)
  for (let at = door - 1; at >= from; at--)
    if (BREAK.test(text[at] ?? '')) {
      from = at + 1
      break
    }
  const before = text.slice(from, door)
  const lead = LEAD.exec(before)?.[0].length ?? 0
  // What a place is called has no space before it: 「李娜 浙江省…」 begins behind the name.
  const place = before
    .slice(lead)
    .replace(/^[\p{Script=Han}]{1,4}\s+(?=\S{4})/u, '')
    .trimStart()
  const named = place.replace(/[\s\d#-]+$/u, '')
  const isPlace = STREET.test(named) || (REGION.test(named) && named.length >= 4)
  const isShopFloor =
    NEXT.exec(text.slice(door + piece.length, door + piece.length + LONGEST)) === null &&
    /(?:广场|城|中心|商场|百货)$/u.test(named) &&
    /(?:楼|层)$/u.test(piece) &&
    !REGION.test(named)
  if ((isPlace && !isShopFloor) || (HOUSE.test(piece) && NAME.test(named))) return door - place.length
  return null
}

/** Further pieces of the same address: 3号楼 2单元 501室; 海棠阁B座904; 附17号; 之二602. */
const NEXT = new RegExp(
  `^[ ]?(?:之[一二三四五六七八九十\\d]{1,2}|[附增]\\d{1,4}号|(?:[^我你他她的了在要请不没这那给和到、，。；！？\\s\\d]{0,10}?)${SPAN}(?:${UNIT})${NO_UNIT}|(?:[\\p{Script=Han}]{1,10}(?:阁|栋|座|幢|楼|苑|台|里|园|城|期|区|院|塔|厦|寓|府|邸|郡|庭|湾|轩|居|广场|国际|财富|团))?(?:[a-z]?\\d{1,4}(?:[-—–]\\d{1,5}){1,3}|[a-z]?\\d{2,5})(?![\\d年月日点元块个天次号])|[\\p{Script=Han}]?[a-z]\\d{2,5}|\\d{1,3}(?:[-—–]\\d{1,5}){1,3}|[一二三四五六七八九零〇]{3,4})`,
  'iu',
)

function endOf(text: string, from: number): number {
  let end = from
  for (;;) {
    const more = NEXT.exec(text.slice(end, end + LONGEST))?.[0].length ?? 0
    if (more === 0) return end
    end += more
  }
}

const FLAT =
  '(?:(?:[Ff]lat|[Aa]pt\\.?|[Aa]partment|[Uu]nit|[Rr]oom|[Ss]uite|[Bb]lock|[Tt]ower|[Bb]uilding|[Hh]ouse|[Nn]o\\.?|#) ?#?[A-Z0-9][A-Z0-9-]{0,5}|\\d{1,2}/F)'
const WORDS = "(?:[A-Z0-9][A-Za-z0-9'.]*)"
const TYPE =
  '(?:[Ss]treet|[Ss]t|[Rr]oad|[Rr]d|[Aa]venue|[Aa]ve|[Ll]ane|[Ll]n|[Dd]rive|[Dd]r|[Bb]oulevard|[Bb]lvd|[Ww]ay|[Cc]ourt|[Cc]t|[Ss]quare|[Pp]lace|[Cc]lose|[Tt]errace|[Cc]rescent|[Gg]arden|[Bb]uilding)'
const TOWN = `(?:,? (?!Please|Thanks|My|The|Tel)${WORDS}(?: ${WORDS}){0,2}){0,4}`
const ENGLISH = new RegExp(
  `(?<![A-Za-z0-9])(?:(?:${FLAT},? ){0,4}(?:[Nn]o\\.? ?)?\\d{1,5}[a-z]? (?:${WORDS} ){1,4}${TYPE}\\b\\.?(?: (?:West|East|North|South)\\b)?(?:,? ${FLAT})?${TOWN}|(?:${FLAT},? ){2,5}(?:${WORDS} ){1,3}${TYPE}\\b${TOWN}|(?:${FLAT},? ){1,4}(?:${WORDS} ){1,3}${TYPE}\\b,? \\d{1,5} ${WORDS} ${TYPE}\\b${TOWN})`,
  'gu',
)
