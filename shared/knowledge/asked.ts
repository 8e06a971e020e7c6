import { normalise } from '../language/normalise.ts'
import { plain, written } from '../language/plain.ts'
import { conceptsIn } from '../language/synonyms.ts'
import { tokenise } from '../language/tokenise.ts'
import { cellOf } from './cell.ts'
import { told, type Unit } from './expand.ts'
import type { Column, Table } from './table.ts'

/** What a question asks of a row that it names: the column, where it is one, and whether it asks for anything that is there. */
interface Asked {
  column: number | null
  isMeant: boolean
}

/** So much of a name has to be in a question for it to be asked for. */
const NAMED = 0.5
/** Longer names win over shorter ones that are named as fully: 首重运费 over 运费. */
const BY_LENGTH = 1000

/** How an amount or a span is asked for without its name, and the columns that tell one. */
const ASKED_AS = [
  {
    asked: /多少钱|几块|几元|什么价|价格|价钱|收费|how much|price|cost/,
    name: /费|价|金额|price|fee|cost|rate/,
    unit: /元|块|[¥￥$€]|yuan|cny|rmb|usd/,
  },
  {
    asked: /几天|多久|多少天|多长时间|什么时候|how long|how many days|when/,
    name: /时效|时间|时长|天数|周期|期限|time|days|period|duration/,
    unit: /天|日|时|周|月|days?|hours?|weeks?/,
  },
]

/**
 * A unit as it is told to a question, and whether the question is about it at all: a row begins with the column that is
 * asked for, and who names a row without anything that it tells of (乌鲁木齐天气) has not asked for the row.
 */
export function aimed(unit: Unit, question: string): { article: Unit; isMeant: boolean } {
  if (unit.part?.kind !== 'table') return { article: unit, isMeant: true }
  const { of, at } = unit.part
  const { column, isMeant } = readAsked(of, at, question)
  return { article: column === null ? unit : told(unit, of, at, column), isMeant }
}

/** Reads what a question asks of a row. Linear in the texts of the row's table heading. */
function readAsked(table: Table, at: number, question: string): Asked {
  const asked = formOf(question)
  const own = new Set(tokenise(cellOf(table, at, table.key)))
  const rest = new Set(tokenise(plain(asked)).filter((token) => !own.has(token)))
  const shares = table.columns.map(({ name }, place) => (place === table.key ? 0 : shareOf(name, rest, asked, own)))
  const best = Math.max(0, ...shares)
  if (best >= NAMED) return { column: onlyBest([...shares.keys()], shares), isMeant: true }
  const spoken = columnsFor(table, asked)
  if (spoken.length > 0) return { column: onlyBest(spoken, shares), isMeant: true }
  return { column: null, isMeant: rest.size === 0 || shareOf(table.title, rest, asked, own) >= NAMED }
}

const formOf = (text: string): string => written(normalise(text))

/** How much of a name stands in what is left of a question without the row's own words, or means the same. */
function shareOf(name: string, rest: ReadonlySet<string>, asked: string, own: ReadonlySet<string>): number {
  const form = formOf(name)
  const tokens = tokenise(form).filter((token) => !own.has(token))
  if (tokens.length === 0) return 0
  const share = tokens.filter((token) => rest.has(token)).length / tokens.length
  const [things, meant] = [conceptsIn(form), conceptsIn(asked)]
  const isMeant = things.size > 0 && [...things].every((thing) => meant.has(thing))
  const whole = Math.max(share, isMeant ? NAMED : 0)
  return whole === 0 ? 0 : whole + Math.min(tokens.length, BY_LENGTH / 10) / BY_LENGTH
}

/** Of some columns the one with the greatest share; null where two are alike. */
function onlyBest(columns: readonly number[], shares: readonly number[]): number | null {
  const best = Math.max(...columns.map((column) => shares[column] ?? 0))
  const found = columns.filter((column) => shares[column] === best)
  return found.length === 1 ? (found[0] ?? null) : null
}

function columnsFor({ columns, key }: Table, asked: string): number[] {
  const isTold = ({ name, unit = '' }: Column): boolean =>
    ASKED_AS.some((way) => way.asked.test(asked) && (way.name.test(formOf(name)) || way.unit.test(unit.toLowerCase())))
  return columns.flatMap((column, place) => (place !== key && isTold(column) ? [place] : []))
}
