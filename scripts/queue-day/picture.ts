import { HOUR, MINUTE, type Millis } from '../../shared/base/clock.ts'
import type { Day } from './day.ts'
import { percentile, waitOf } from './figures.ts'
import type { Outcome } from './outcome.ts'

interface Run {
  name: string
  outcomes: readonly Outcome[]
}

const COLOURS = ['#0b6e4f', '#c0392b', '#8e6f1d']
const DASHES = ['', '6 4', '2 3']
const [WIDTH, HEIGHT, LEFT, TOP, GAP] = [960, 150, 64, 64, 54]
const QUARTER = 15 * MINUTE

/** The day as a picture: who waits, how long, and how many seats are at work. */
export function drawing(day: Day, runs: readonly Run[]): string {
  const hours = Math.ceil((Math.max(...day.shifts.map(({ to }) => to)) - day.start) / HOUR)
  const quarters = Array.from({ length: hours * 4 + 1 }, (_, index) => day.start + index * QUARTER)
  const panels = [
    { title: 'Waiting', unit: '', series: runs.map(({ outcomes }) => quarters.map((at) => waitingAt(outcomes, at))) },
    {
      title: 'Wait, p95 by quarter of an hour',
      unit: ' min',
      series: runs.map(({ outcomes }) => quarters.map((at) => p95From(outcomes, at))),
    },
    { title: 'Seats at work', unit: '', series: [quarters.map((at) => seatsAt(day, at))] },
  ]
  const height = TOP + panels.length * (HEIGHT + GAP)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + LEFT + 24} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...runs.map(
      ({ name }, index) =>
        `<g transform="translate(${LEFT + index * 220} 24)"><path d="M0 0h28" ${stroke(index)}/><text x="36" y="4">${name}</text></g>`,
    ),
    ...panels.map(({ title, unit, series }, index) => panel(title, unit, series, TOP + index * (HEIGHT + GAP), hours, day.start)),
    '</svg>\n',
  ].join('\n')
}

const stroke = (index: number) => `fill="none" stroke="${COLOURS[index]}" stroke-width="2" stroke-dasharray="${DASHES[index]}"`

function panel(title: string, unit: string, series: readonly number[][], top: number, hours: number, start: Millis): string {
  const most = Math.max(1, ...series.flat())
  const x = (index: number) => LEFT + (index / (hours * 4)) * WIDTH
  const y = (value: number) => top + HEIGHT - (value / most) * (HEIGHT - 18)
  const path = (values: readonly number[]) =>
    values.map((value, index) => `${index ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join('')
  const first = new Date(start).getUTCHours() + 8
  const ticks = Array.from(
    { length: hours + 1 },
    (_, hour) => `<text x="${x(hour * 4)}" y="${top + HEIGHT + 16}" text-anchor="middle" fill="#555">${(first + hour) % 24}</text>`,
  )
  return [
    `<text x="${LEFT}" y="${top + 4}" font-weight="600">${title}</text>`,
    `<path d="M${LEFT} ${top + HEIGHT}h${WIDTH}" stroke="#999"/>`,
    `<text x="${LEFT - 8}" y="${y(most) + 4}" text-anchor="end" fill="#555">${Math.round(most * 10) / 10}${unit}</text>`,
    ...ticks,
    ...series.map((values, index) => `<path d="${path(values)}" ${stroke(index)}/>`),
  ].join('\n')
}

const waitingAt = (outcomes: readonly Outcome[], at: Millis): number =>
  outcomes.filter((outcome) => outcome.arrival.at <= at && outcome.arrival.at + waitOf(outcome) > at).length

function p95From(outcomes: readonly Outcome[], from: Millis): number {
  const waits = outcomes.filter(({ arrival: { at } }) => at >= from && at < from + QUARTER).map(waitOf)
  return (
    percentile(
      waits.toSorted((one, other) => one - other),
      0.95,
    ) / MINUTE
  )
}

const seatsAt = ({ shifts }: Day, at: Millis): number =>
  shifts.filter(({ from, to, breaks }) => from <= at && at < to && !breaks.some((rest) => rest.from <= at && at < rest.to)).length
