import type { Finding } from './finding.ts'

/** Words in lower case, with a capital or in capitals: unit, Unit, UNIT. */
const anyCase = (words: string): string =>
  words.replace(/[a-z]+/g, (word) => `(?:${word[0]}|${word[0]?.toUpperCase()})${word.slice(1)}|${word.toUpperCase()}`)
const oneOf = (words: string): string => `(?:${anyCase(words)})`

const ID = '(?:#?[A-Z]{0,2}-?\\d{1,5}[A-Za-z]?(?:[-/][A-Z\\d]{1,5}){0,2}|[A-Z])(?![A-Za-z\\d])'
/** What one lives or works behind: a flat, a room. */
const DWELLING = `(?:${oneOf('flat|apt|apartment|unit|room|rm|suite|ste|shop|villa|dorm|dormitory|house|bed|office')}\\.?,? ?${ID}|#\\d{1,5}(?:-\\d{1,5})?[A-Z]?(?![A-Za-z\\d])|P\\.?O\\.? Box \\d{1,6})`
const FLOOR =
  '(?:(?:\\d{1,3}|G|LG|UG)/F\\.?|\\d{1,3}(?:st|nd|rd|th) (?:[Ff]loor|[Ff]lr?)\\b\\.?|(?:[Gg]round|[Tt]op) [Ff]loor|\\d{1,3}[ºo]? [Aa]ndar(?: [A-Z]\\b)?|\\d{1,3}F\\b\\.?(?:-\\d{1,2})?)'
const PART = `(?:${oneOf('block|blk|tower|building|bldg|floor|level|ward|staircase|entrance|lot|zone|phase|lane|ln|alley|aly|section|sec|no')}\\.?,? ?${ID}|${oneOf('block|tower|building|phase')} (?:One|Two|Three|Four|Five|[IVX]{1,4})\\b)`

const STREET_WORDS =
  'street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|way|court|ct|square|sq|place|pl|close|terrace|tce|crescent|cres|parade|pde|highway|hwy|circuit|cct|parkway|pkwy|grove|gardens|garden|walk|row|mews|quay|rise|hill|alley|esplanade|loop|trail|circle|cir|broadway|wharf|plaza|view|path|building|hutong|lu|jie|dadao|dajie|xiang'
const TYPE = `${oneOf(STREET_WORDS)}\\b\\.?`
/** A name's word; talk that begins with a capital is none. */
const WORD =
  "(?!(?:Please|Pls|Thanks?|Thx|My|Our|The(?! [A-Z])|Tel|Phone|Mobile|Call|Email|Name|Attn|And|But|Or|I|I'm|It|It's|Is|He|She|We|They|You|Can|Could|Order|Also|Not|No|If|When|Mr|Mrs|Ms|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)\\b(?! ?(?:St|Road|Street|Avenue)))[A-Z\\d][A-Za-z\\d'’.&-]{0,20}"
const HOUSE_NUMBER = '(?:[Nn]o\\.? ?|U(?=\\d))?\\d{1,5}[A-Za-z]?(?:[-–/]\\d{1,5}[A-Za-z]?)?(?:,? (?:Sec\\.|Section) ?\\d)?,?'
const TOWARDS = '(?: (?:N|S|E|W|NE|NW|SE|SW|West|East|North|South)\\b\\.?)?(?: \\d{1,2}\\b(?! ?[A-Za-z/]))?'
/** Streets whose kind comes first: Rue de Rivoli, Avenida da Praia Grande, Jalan Besar. */
const KIND_FIRST = `(?:Rue|Rua|Via|Calle|Avenida|Travessa|Estrada|Largo|Jalan|Jln|Lorong|Lor)(?: (?:de|da|do|du|des|la|le|del|dos)){0,2}(?: ${WORD}){1,3}`
const STREET = `(?:${HOUSE_NUMBER} (?:${KIND_FIRST}|(?:${WORD} ){1,4}${TYPE}${TOWARDS})|${KIND_FIRST},? (?:N[o.]{1,2} ?)?\\d{1,5}(?![\\d:]))`
/** Without a capital only plain kinds of street count, and no talk: 48 maple avenue. */
const SMALL = `\\d{1,5}[a-z]?(?: (?!of|in|on|at|the|a|an|to|for|and|or|from|with|days?|min|minutes?|hours?|more|boxes|items|pm|am|down|off|is|my|by)(?:[a-z']{2,15}|\\d{1,3}(?:st|nd|rd|th))){1,2} (?:street|st|road|rd|avenue|ave|lane|boulevard|blvd|crescent|terrace)\\b`
const NUMBERED = `(?:[Nn]o\\.? ?)?\\d{1,5}[A-Za-z]?(?: (?![A-Z\\d]*\\d)${WORD}){1,4}`
const PLACE = `${WORD}(?:(?: (?:of|de|the|upon|on))? ${WORD}){0,5}`
/** A building by its name, which with a flat in it is an address. */
const BUILDING =
  /\b(?:Tower|Towers|House|Court|Gardens?|Plaza|Mansions?|Building|Estate|University|College|Campus|Hospital|Residences?|Park|Villas?|Heights|Apartments?|Centre|Center|Chuen|Terrace|Lodge|Hall|Arcade|Condo|Condominium|Village|Community|Compound|Square|Dormitory|Wing|Point|Bay)\b/u
/** United Kingdom; United States; Canada; Australia; Singapore and China; France and Germany. */
const POSTCODE =
  /\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT) \d{4}|\d{6}|\d{5} [A-Z][a-z]+)\b/u

const STREET_NAME = / (?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd)\b/u

type Part = 'dwelling' | 'part' | 'street' | 'numbered' | 'place'
const PARTS: readonly (readonly [Part, RegExp])[] = (
  [
    ['dwelling', DWELLING],
    ['part', FLOOR],
    ['street', `${STREET}|${SMALL}`],
    ['part', PART],
    ['numbered', NUMBERED],
    ['place', PLACE],
  ] as const
).map(([part, source]) => [part, new RegExp(source, 'uy')])
const BETWEEN = /,? ?(?:- ?)?/uy

/** Where an address may begin: a number, or what a flat or a building is called. */
const BEGIN = new RegExp(
  `(?<![A-Za-z\\d$€£¥.#/-]|\\d,)(?=\\d|#\\d|U\\d{1,4}/|P\\.?O\\.? Box|(?:[GL]|LG|UG)/F|${oneOf('ground|top')} |${oneOf('flat|apt|apartment|unit|room|rm|suite|ste|shop|villa|dorm|dormitory|house|bed|office|block|blk|tower|building|bldg|floor|level|ward|lot|phase|lane|no')}[ .]|${KIND_FIRST.slice(0, KIND_FIRST.indexOf(')') + 1)} )`,
  'gu',
)
const MOST_PARTS = 12

/** Addresses in English that name a door: a street and a number, a flat and its building. */
export function* englishAddressesIn(text: string): Generator<Finding> {
  let done = 0
  for (const { index } of text.matchAll(BEGIN)) {
    if (index < done) continue
    const end = endOf(text, index)
    if (end === null) continue
    yield { kind: 'address', start: index - (BUILDING_BEFORE.exec(text.slice(Math.max(done, index - 60), index))?.[0].length ?? 0), end }
    done = end
  }
}

/** The name of a building before its floor or its street: Kerry Centre, 18/F. */
const BUILDING_BEFORE =
  /(?<=^|[:\n] ?|\b(?:to|at|is|in) )(?!Hi|Hello|Hey|Dear|Sorry|Thanks|Please|Yes|No)[A-Z][A-Za-z'’&-]{0,20}(?: [A-Z\d][A-Za-z\d'’&-]{0,20}){1,4}, $/u

/** Where an address ends that begins here; null where none does. */
function endOf(text: string, start: number): number | null {
  const seen: Part[] = []
  let end = start
  for (let count = 0; count < MOST_PARTS; count++) {
    BETWEEN.lastIndex = end
    const gap = seen.length === 0 ? 0 : (BETWEEN.exec(text)?.[0].length ?? 0)
    if (seen.length > 0 && gap === 0) break
    const next = partAt(text, end + gap, seen)
    if (!next) break
    seen.push(next.part)
    end = next.end
  }
  return isAddress(seen, text.slice(start, end)) && !text.startsWith(' of ', end) ? end : null
}

function partAt(text: string, at: number, seen: readonly Part[]): { part: Part; end: number } | null {
  for (const [part, pattern] of PARTS) {
    if (part === 'place' && seen.length === 0) continue
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) return { part, end: at + match[0].length }
  }
  return null
}

function isAddress(seen: readonly Part[], words: string): boolean {
  const has = (part: Part) => seen.includes(part)
  if (has('street')) return true
  const doors = seen.filter((part) => part === 'dwelling' || part === 'part').length
  if (has('numbered')) return POSTCODE.test(words) || (doors > 0 && has('place'))
  if (doors > 1 && has('place') && STREET_NAME.test(words)) return true
  if (!has('dwelling')) return false
  return doors > 1 || (has('place') && (BUILDING.test(words) || POSTCODE.test(words) || STREET_NAME.test(words)))
}
