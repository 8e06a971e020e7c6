import type { Flow } from './flow.ts'
import { nextOf } from './flow-faults.ts'

/** A picture of a flow: boxes in layers, from the beginning downwards, and lines between them. Units are CSS pixels. */
export interface Picture {
  width: number
  height: number
  boxes: Box[]
  lines: Line[]
}
export interface Box {
  id: string
  /** The upper left corner. */
  x: number
  y: number
}
export interface Line {
  from: string
  to: string
  /** Which of the ways out of its step it is. */
  way: number
  points: { x: number; y: number }[]
  /** It leads back up, past the right-hand side. */
  isBack: boolean
}

export const BOX = { width: 132, height: 48 }
const GAP = { x: 20, y: 44 }
const MARGIN = 16
/** How wide a line is that passes through a layer. */
const THREAD = 10
const SWEEPS = 8

/** A place in a layer: a box, or a line that only passes. */
interface Place {
  id: string
  isBox: boolean
  layer: number
  x: number
}

/**
 * Lays a flow out in layers (Sugiyama, Tagawa and Toda, 1981): each step stands below all that lead to it, lines that pass
 * a layer have a place of their own in it, and places are ordered by the mean of their neighbours. Always the same for the
 * same flow. Steps that nothing leads to come last; what leads nowhere has no line.
 */
export function layOut(flow: Flow): Picture {
  const ids = [...new Set(flow.steps.map(({ id }) => id))]
  const ways = flow.steps.flatMap((step) =>
    nextOf(step).flatMap((to, way) => (ids.includes(to) ? [{ from: step.id, to, way, isBack: false }] : [])),
  )
  const layers = layersOf(ids, ways)
  const places = new Map<string, Place>()
  for (const id of ids) places.set(id, { id, isBox: true, layer: layers.get(id) ?? 0, x: 0 })
  const chains = ways.map((way, number) => {
    const [from, to] = [layers.get(way.from) ?? 0, layers.get(way.to) ?? 0]
    way.isBack = to <= from
    const between = way.isBack ? [] : Array.from({ length: to - from - 1 }, (_, at) => `${number}/${at}`)
    for (const [at, id] of between.entries()) places.set(id, { id, isBox: false, layer: from + 1 + at, x: 0 })
    return way.isBack ? [] : [way.from, ...between, way.to]
  })
  const rows = rowsOf([...places.values()])
  arrange(rows, chains)
  const right = Math.max(0, ...[...places.values()].map((place) => place.x + widthOf(place) / 2))
  const yOf = (layer: number) => MARGIN + layer * (BOX.height + GAP.y)
  let backs = 0
  const lines = ways.map((way, number): Line => {
    if (way.isBack) return { ...way, points: backPoints(way, places, yOf, right + 14 * ++backs) }
    const points = (chains[number] ?? []).flatMap((id, at, chain) => {
      const { x, layer } = places.get(id) as Place
      const [top, bottom] = [
        { x, y: yOf(layer) },
        { x, y: yOf(layer) + BOX.height },
      ]
      return at === 0 ? [bottom] : at === chain.length - 1 ? [top] : [top, bottom]
    })
    return { ...way, points }
  })
  const boxes = ids.map((id) => {
    const { x, layer } = places.get(id) as Place
    return { id, x: x - BOX.width / 2, y: yOf(layer) }
  })
  return { width: right + 14 * backs + MARGIN, height: yOf(rows.length) - GAP.y + MARGIN, boxes, lines }
}

/** The longest way to each step, circles cut where they close; what nothing leads to begins below everything else. */
function layersOf(ids: readonly string[], ways: readonly { from: string; to: string }[]): Map<string, number> {
  const layers = new Map<string, number>()
  const follow = (id: string, layer: number, path: ReadonlySet<string>): void => {
    if (path.has(id) || (layers.get(id) ?? -1) >= layer) return
    layers.set(id, layer)
    const on = new Set([...path, id])
    for (const { from, to } of ways) if (from === id) follow(to, layer + 1, on)
  }
  for (const id of ids) {
    if (layers.has(id)) continue
    const isBegun = layers.size === 0
    const isLed = ways.some(({ from, to }) => to === id && from !== id && !layers.has(from))
    if (isBegun || !isLed) follow(id, isBegun ? 0 : Math.max(...layers.values()) + 1, new Set(isBegun ? [] : layers.keys()))
  }
  // A circle that nothing leads to.
  for (const id of ids) if (!layers.has(id)) follow(id, Math.max(...layers.values()) + 1, new Set(layers.keys()))
  return layers
}

function rowsOf(places: readonly Place[]): Place[][] {
  const rows: Place[][] = []
  for (const place of places) {
    for (let layer = rows.length; layer <= place.layer; layer++) rows.push([])
    rows[place.layer]?.push(place)
  }
  return rows
}

const widthOf = ({ isBox }: Place): number => (isBox ? BOX.width : THREAD)

/** Orders each row by its neighbours, then moves all as near to them as their order allows. */
function arrange(rows: Place[][], chains: readonly string[][]): void {
  const all = new Map(rows.flat().map((place) => [place.id, place]))
  const [above, below] = [new Map<string, Place[]>(), new Map<string, Place[]>()]
  for (const chain of chains)
    for (let at = 1; at < chain.length; at++) {
      const [upper, lower] = [all.get(chain[at - 1] ?? ''), all.get(chain[at] ?? '')]
      if (!upper || !lower) continue
      above.set(lower.id, [...(above.get(lower.id) ?? []), upper])
      below.set(upper.id, [...(below.get(upper.id) ?? []), lower])
    }
  const wished = (place: Place, near: ReadonlyMap<string, Place[]>): number => {
    const neighbours = near.get(place.id) ?? []
    return neighbours.length === 0 ? place.x : neighbours.reduce((sum, { x }) => sum + x, 0) / neighbours.length
  }
  for (const row of rows) spread(row, () => 0)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0
    const near = isDown ? above : below
    for (const row of isDown ? rows : rows.toReversed()) {
      const wishes = new Map(row.map((place) => [place.id, wished(place, near)]))
      const wish = (place: Place) => wishes.get(place.id) ?? 0
      // Late sweeps only move: an order that changes to the last never comes to rest.
      if (sweep < SWEEPS - 2) row.sort((one, other) => wish(one) - wish(other))
      spread(row, wish)
    }
  }
  const left = Math.min(...rows.flat().map((place) => place.x - widthOf(place) / 2))
  for (const place of all.values()) place.x += MARGIN - left
}

/** Gives a row its places, in order and apart: the mean of packing it from the left and from the right. */
function spread(row: readonly Place[], wish: (place: Place) => number): void {
  const apart = (one: Place, other: Place) => (widthOf(one) + widthOf(other)) / 2 + GAP.x
  const fromLeft: number[] = []
  for (const [at, place] of row.entries()) {
    const before = row[at - 1]
    fromLeft.push(before ? Math.max(wish(place), (fromLeft[at - 1] ?? 0) + apart(before, place)) : wish(place))
  }
  const fromRight: number[] = []
  for (const [at, place] of [...row.entries()].toReversed()) {
    const after = row[at + 1]
    fromRight[at] = after ? Math.min(wish(place), (fromRight[at + 1] ?? 0) - apart(place, after)) : wish(place)
  }
  for (const [at, place] of row.entries()) place.x = ((fromLeft[at] ?? 0) + (fromRight[at] ?? 0)) / 2
}

function backPoints(way: { from: string; to: string }, places: ReadonlyMap<string, Place>, yOf: (layer: number) => number, x: number) {
  const [from, to] = [places.get(way.from) as Place, places.get(way.to) as Place]
  const sideOf = (place: Place, down: number) => ({ x: place.x + BOX.width / 2, y: yOf(place.layer) + BOX.height * down })
  const [start, end] = [sideOf(from, 0.65), sideOf(to, 0.35)]
  return [start, { x, y: start.y }, { x, y: end.y }, end]
}
