const WORDED = '[零〇一二三四五六七八九十百廿两]{1,7}'
const NUMBER = `[甲乙丙丁戊东西南北東]?(?:\\d{1,5}(?!\\d)[a-z]?|(?<![a-z])[a-z]{1,2}\\d{0,4}|${WORDED})|[甲乙丙丁戊]`
const SPAN = `(?:${NUMBER})(?:[-—–/#](?:${NUMBER})){0,3}`

/** What a number within a street, an estate, a building or a village is called, and what follows where it is something else. */
const UNITS: Readonly<Record<string, string>> = {
  '号楼|號樓|号院|号大院|號院|号公馆|号公寓|号宿舍楼?|号学生公寓|号车间|号库|号仓|#楼': '',
  '号|號':
    '线|線|码|碼|牌|店|机|位(?!于)|员|单(?!元)|段|车|套|卡|型|字|色|间|数|上午|下午|门(?![\\d一二三四五六七八九卫口])|口|出口|入口|桌|窗|柜|厅|登机|航站|停车|电梯|充电|闸|岗|球|选手|技师|师傅|快递柜',
  '栋|棟|幢|座|塔': '[位椅谈城机山塔桥庙岛]',
  '单元|單元': '',
  '支弄|弄|巷|里弄': '[坏错丢好清明脏了到个得完反混]',
  '楼|樓': '[层梯道长盘市]|信号|下(?!\\p{Script=Han}{0,2}\\d)',
  '层|層': '[楼高次数]',
  门: '[口禁票店铃锁诊牌外]|卫',
  '室|寝室|宿舍楼|宿舍|公寓|学生公寓|舍|斋': '[友内外温管不得]',
  房: '[间卡型费东租价源]',
  '户|戶': '[口型名外主居人家]',
  '组|組|队|社|团|连|屯|委': '[织合长装员友伍区会保交锁接续购体]|路',
  期: '[间限待望货初末数账还利免付款]',
  '铺|舖|鋪|档|梯|床|病房|病区|病室': '[单垫被位头]',
}
const PIECE = `(?:${Object.entries(UNITS)
  .map(([unit, unless]) => (unless === '' ? `(?:${unit})` : `(?:${unit})(?!${unless})`))
  .join('|')})`

/** What comes after a number that is no number of a room: a date, a sum, a count. */
const NO_ROOM = '(?![\\da-z年月日点點元块个個天次人号號楼万千百多余米分折斤箱件份岁小秒%:度路公])'
const ROOM = `(?:[a-z]{0,2}\\d{1,4}[a-z]?(?:[-—–#][a-z\\d]{1,5}){1,3}|[a-z]{0,2}\\d{2,5}[a-z]?|[a-z]{1,2}\\d{1,5}|\\d{1,3}[a-z]\\d{0,4}|[零〇一二三四五六七八九]{3,4}(?![十百千万年月个]))${NO_ROOM}`
const PART =
  '(?:[东西南北東中主副裙左右前后](?:手边|单元|單元|座|塔|楼|樓|区|區|栋|翼|户|戶|屋|门|院|侧|厢|间|面|头|边)|[左右](?!\\p{Script=Han})|[a-z]\\d?[区區座](?!别))'

/** A number with what it is called, anywhere: the door from which an address is read both ways. */
export const DOOR = new RegExp(
  [
    `(?<!\\d)${SPAN} ?${PIECE}`,
    `(?<=[\\p{Script=Han}:] ?)[a-z]{0,2}\\d{1,3}(?:[-—–#]\\d{1,3}){0,2}[-—–#]\\d{2,5}[a-z]?${NO_ROOM}`,
    `[a-z]\\d?[区區](?= ?${ROOM})`,
    `(?<=大厦|大廈|公寓|写字楼|大楼|大樓|商厦|宿舍|公馆|新寓|[阁轩苑邸])[a-z]?\\d{3,4}[a-z]?(?!\\d)${NO_ROOM}`,
  ].join('|'),
  'giu',
)

/** Words between two pieces of an address: no talk, no sign that ends it. */
const WORD = '[^我你您他她的了在要请不没这那给到是还问吗呢送买,、。;!?\\s\\d]'
const NAME = `(?:${WORD}{1,8}?\\d{1,4}(?=\\p{Script=Han}))?${WORD}{0,10}?`
const ENDS =
  '(?:阁|閣|栋|座|幢|楼|樓|苑|台|里|园|園|城|期|区|區|院|塔|厦|廈|寓|府|邸|郡|庭|湾|灣|轩|居|广场|廣場|国际|财富|团|中心|场|舍|村|邨|坊|馆|舖|铺|堂)'
const STRONG = `${NAME}(?:${SPAN} ?${PIECE}|${PART}(?=[a-z\\d])|[东西南北]塔|${SPAN}(?:号门|(?:[区區期院街排班列库仓]|号馆)(?=[a-z\\d一二三四五六七八九十]))|\\d{1,2}#(?=\\d))|${PART}|之[一二三四五六七八九十\\d]{1,2}|[附增]\\d{1,4}[号號]?`

/** What may follow a piece at once, or after a space. */
export const NEXT = new RegExp(
  `^[ ]?(?:${STRONG}|(?:[\\p{Script=Han}a-z·]{1,12}?${ENDS})?${ROOM}|${WORD}{1,8}?(?:\\d{1,2}[a-h]|[a-z]?\\d{1,3}(?:[-—–#]\\d{1,5}){1,3})${NO_ROOM}|\\p{Script=Han}?[a-z]\\d{2,5}|[a-h](?![a-z\\d]))`,
  'iu',
)
/** What may follow behind a comma, a hyphen or a bracket: 456号，丽影广场C区805; 367号-8#1004; 5号 (3栋). */
export const NEXT_BEHIND = new RegExp(
  `^ ?[,(\\-—–·] ?(?:(?:\\p{Script=Han}[\\p{Script=Han}a-z\\d]{1,9}?)?(?:[a-z\\d一二三四五六七八九十]{1,4}(?:栋|棟|幢|座|单元|單元|号楼|號樓|室|[a-z]?区|樓|楼|层)|${PART})(?:${ROOM})?|(?:\\p{Script=Han}{2,9})?\\d{1,3}#\\d{2,5}|\\p{Script=Han}{1,9}${ENDS}${ROOM}|[a-z]?\\d{3,4}(?=[,。;! ]|$))\\)?|^ ?\\(\\p{Script=Han}{2,10}\\)(?=[a-z\\d])`,
  'iu',
)

/** A house of an estate: with a number behind it, or a name before it, it needs no street. */
export const HOUSE = /(?:栋|棟|幢|座|塔|舍|斋|公寓|宿舍|号楼|號樓|#楼|单元|單元|[区區]|\d[-—–#]\d+[-—–#]\d+)$/u
/** Behind a house these say which door: 702, 单元502, 室, 床. */
export const INDOORS = /[a-z]?\d{3,4}|[零〇一二三四五六七八九]{3,4}|[室房户戶床]|[号號]|单元|[楼樓层層]\d*[a-z]$|[门門]\d|\d[-—–]\d/iu
/** A door in figures alone: 12-3-502, T1-1203. */
export const IN_FIGURES = /^[a-z]{0,2}\d{1,3}(?:[-—–#][a-z\d]+)+$/iu
