/** What makes a matter hard, as counts. */
export interface Signals {
  /** Matters that were told beside the first. */
  matters: number
  /** Messages of the customer since something was answered, beyond the first two. */
  turns: number
  /** Numbers, dates and other things told. */
  facts: number
  /** Characters, by forty. */
  length: number
  /** Sums of money that were named. */
  money: number
  /** Others who have to do with it: a seller, a bank, somebody of the family; and who says another thing than the first. */
  others: number
  /** Words of law. */
  legal: number
  /** Flows that were begun and left. */
  left: number
  /** Questions without an answer that helped. */
  misses: number
}

/** Points for each, and the most that it may bring, out of a hundred. The reasons are in DECISIONS.md. */
const POINTS: Readonly<Record<keyof Signals, { each: number; most: number }>> = {
  matters: { each: 10, most: 20 },
  turns: { each: 5, most: 20 },
  facts: { each: 3, most: 15 },
  length: { each: 1, most: 15 },
  money: { each: 10, most: 20 },
  others: { each: 15, most: 45 },
  legal: { each: 25, most: 50 },
  left: { each: 10, most: 20 },
  misses: { each: 10, most: 20 },
}

/** How hard a matter looks, from 0 to 100, and what that is made of: only parts that brought points, most first. */
export interface Complexity {
  score: number
  parts: { signal: keyof Signals; count: number; points: number }[]
}

/** [R6] The sum of the points, at most a hundred. */
export function complexityOf(signals: Signals): Complexity {
  const parts = (Object.keys(POINTS) as (keyof Signals)[])
    .map((signal) => {
      const { each, most } = POINTS[signal]
      return { signal, count: signals[signal], points: Math.min(most, each * Math.max(0, signals[signal])) }
    })
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points)
  return { score: Math.min(100, Math.round(parts.reduce((sum, { points }) => sum + points, 0))), parts }
}

const MONEY = /[¥￥$€£]\s?\d[\d,.]*|\d[\d,.]*\s?(?:元|块钱?|万|rmb|cny|yuan|dollars?|usd|pounds?|euros?)/gi
/** Numbers of orders, parcels, telephones, dates. */
const TOLD = /[a-z]{0,4}\d[\d-]{4,}|\d{1,4}[年月/.-]\d{1,2}(?:[日号]|[月/.-]\d{1,2}[日号]?)?/gi
const LEGAL =
  /律师|法院|起诉|诉讼|仲裁|判决|传票|公证|立案|消协|12315|12345|监管|银保监|工信部|市场监督|赔偿|违约|合同|侵权|报警|报案|公安|派出所|lawyer|solicitor|\bsu(?:e|ed|ing)\b|court|lawsuit|\blegal|ombudsman|regulator|compensation|breach|contract|notary|police/gi
const OTHERS =
  /卖家|商家|店家|中介|第三方|快递员|骑手|房东|保险公司|发卡行|开户行|施工队|代办|委托人?|监护人|继承|我(?:妈|爸|老公|老婆|儿子|女儿|朋友|同事|家人)|老人|third part(?:y|ies)|courier|seller|merchant|dealer|landlord|insurer|my (?:mother|mum|mom|father|dad|husband|wife|son|daughter|friend|colleague|bank|employer)/gi
/** Who says, wants or refuses something: where several do, they pass the customer on from one to another. */
const VOICES =
  /(\p{Script=Han}{2})(?:那边|这边)?[又也却还都就只]?(?:说|讲|叫我|让我|要我|不认|不肯|不同意|互相推)|\b(?:the|my|your|our|an?) ((?:\w+[ -]){0,2}?\w+) (?:says?|said|tells?|told|wants?|wanted)\b/giu
/** What stands before such a word and is nobody. */
const NOBODY = /我|你好|短信|怎么|再|不|可以|过$/
const CHARACTERS_EACH = 40

/** [R6] What the texts alone tell. Things named twice count once. */
export function signalsIn(texts: readonly string[]): Pick<Signals, 'facts' | 'length' | 'money' | 'others' | 'legal'> {
  const all = texts.join('\n').toLowerCase()
  const count = (pattern: RegExp): number => new Set(all.match(pattern) ?? []).size
  return {
    facts: count(TOLD),
    length: Math.floor(all.length / CHARACTERS_EACH),
    money: count(MONEY),
    others: count(OTHERS) + Math.max(0, voicesIn(all).size - 1),
    legal: count(LEGAL),
  }
}

function voicesIn(text: string): Set<string> {
  const voices = [...text.matchAll(VOICES)].map(([, chinese, english]) => chinese ?? english ?? '')
  return new Set(voices.filter((voice) => !NOBODY.test(voice)))
}
