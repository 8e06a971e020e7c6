import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Flow } from '../../../shared/knowledge/flow.ts'
import { BOX, layOut, type Picture } from '../../../shared/knowledge/flow-layout.ts'
import { FLOWS } from '../../support/flows.ts'
import { at } from '../../support/ids.ts'

const TEMPLATES = new URL('../../../templates/', import.meta.url)
const shipped = readdirSync(TEMPLATES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => {
    const folder = new URL(`${name}/`, TEMPLATES)
    return readdirSync(folder)
      .filter((file) => file.startsWith('flows.'))
      .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Flow[])
  })

const boxOf = ({ boxes }: Picture, id: string) => {
  const found = boxes.find((box) => box.id === id)
  if (!found) throw new Error(`no box for ${id}`)
  return found
}

/** Whether a straight line between two points enters a box; looked at every few pixels. */
function crosses(picture: Picture, line: Picture['lines'][number]): string[] {
  const others = picture.boxes.filter(({ id }) => id !== line.from && id !== line.to)
  const samples = line.points.slice(1).flatMap((end, place) => {
    const start = at(line.points, place)
    return Array.from({ length: 40 }, (_, part) => ({
      x: start.x + ((end.x - start.x) * part) / 39,
      y: start.y + ((end.y - start.y) * part) / 39,
    }))
  })
  return others
    .filter((box) => samples.some(({ x, y }) => x > box.x && x < box.x + BOX.width && y > box.y + 1 && y < box.y + BOX.height - 1))
    .map(({ id }) => id)
}

describe('layOut', () => {
  const all = [...FLOWS, ...shipped]

  it('[K38] shows every step once, apart from the others and inside the picture', () => {
    expect(all.length).toBeGreaterThan(20)
    for (const flow of all) {
      const picture = layOut(flow)
      expect(picture.boxes.map(({ id }) => id)).toEqual(flow.steps.map(({ id }) => id))
      expect(Math.min(...picture.boxes.map(({ x }) => x))).toBeLessThan(BOX.width)
      for (const [place, one] of picture.boxes.entries()) {
        expect(one.x >= 0 && one.y >= 0 && one.x + BOX.width <= picture.width && one.y + BOX.height <= picture.height).toBe(true)
        for (const other of picture.boxes.slice(place + 1))
          expect(Math.abs(one.x - other.x) >= BOX.width || Math.abs(one.y - other.y) >= BOX.height).toBe(true)
      }
    }
  })

  it('[K38] what comes after stands below, and no line goes through a box', () => {
    for (const flow of all) {
      const picture = layOut(flow)
      for (const line of picture.lines) {
        expect(line.isBack).toBe(false)
        expect(boxOf(picture, line.to).y).toBeGreaterThan(boxOf(picture, line.from).y)
        expect(crosses(picture, line)).toEqual([])
      }
    }
  })

  it('[K38] draws a circle as a line that leads back, and what nothing leads to below the rest', () => {
    const flow = at(FLOWS, 0)
    const steps = flow.steps.map((step) => (step.id === 'phone' ? { ...step, next: 'reason' } : step)) as Flow['steps']
    const picture = layOut({ ...flow, steps })
    const back = picture.lines.filter(({ isBack }) => isBack)
    expect(back.map(({ from, to }) => `${from} ${to}`)).toEqual(['phone reason'])
    expect(crosses(picture, at(back, 0))).toEqual([])
    expect(Math.min(...['sure', 'hand', 'end'].map((id) => boxOf(picture, id).y))).toBeGreaterThan(boxOf(picture, 'phone').y)
  })

  it('[K38] a step that leads nowhere or to itself, or two of one name, are drawn all the same', () => {
    const say = (id: string, next: string) => ({ id, kind: 'say', text: 'x', next }) as const
    const flow = {
      ...at(FLOWS, 0),
      steps: [say('one', 'one'), say('two', 'gone'), say('three', 'four'), say('four', 'three'), say('two', 'one')],
    }
    const picture = layOut(flow)
    expect(picture.boxes.map(({ id }) => id)).toEqual(['one', 'two', 'three', 'four'])
    expect(layOut(flow)).toEqual(picture)
  })
})
