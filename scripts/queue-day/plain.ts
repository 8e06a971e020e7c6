import type { Millis } from '../../shared/base/clock.ts'
import { Agenda } from './agenda.ts'
import { type Arrival, type Day, type Shift, TAKING, timeWith } from './day.ts'
import type { Outcome } from './outcome.ts'

interface Desk {
  shift: Shift
  status: 'online' | 'break' | 'offline'
  serving: number
  /** What was given to this seat and is not begun. */
  own: Arrival[]
}

/** Whoever came first goes to any seat that is free, in turn. */
export const firstCome = (day: Day): Outcome[] => new PlainDay(day, false).run()

/** Whoever comes is given to the next seat in turn, whether or not it is free or fitting, and waits there. */
export const roundRobin = (day: Day): Outcome[] => new PlainDay(day, true).run()

class PlainDay {
  readonly #day: Day
  readonly #isInTurn: boolean
  readonly #agenda = new Agenda()
  readonly #desks: Desk[]
  readonly #gone = new Set<Arrival>()
  readonly #outcomes: Outcome[] = []
  #line: Arrival[] = []
  #turn = 0

  constructor(day: Day, isInTurn: boolean) {
    this.#day = day
    this.#isInTurn = isInTurn
    this.#desks = day.shifts.map((shift) => ({ shift, status: 'offline', serving: 0, own: [] }))
  }

  run(): Outcome[] {
    for (const desk of this.#desks) {
      const { from, to, breaks } = desk.shift
      this.#sit(desk, from, 'online')
      for (const rest of breaks) {
        this.#sit(desk, rest.from, 'break')
        this.#sit(desk, rest.to, 'online')
      }
      this.#sit(desk, to, 'offline')
    }
    for (const arrival of this.#day.arrivals) this.#agenda.at(arrival.at, () => this.#come(arrival))
    this.#agenda.run()
    return this.#outcomes
  }

  #sit(desk: Desk, at: Millis, status: Desk['status']): void {
    this.#agenda.at(at, () => {
      desk.status = status
      // Who goes home leaves what is not begun to the others.
      if (status === 'offline') for (const arrival of desk.own.splice(0)) this.#give(arrival)
      this.#serve()
    })
  }

  #come(arrival: Arrival): void {
    this.#give(arrival)
    this.#agenda.at(arrival.at + arrival.patience, () => {
      const [before, desk] = [this.#line.length, this.#desks.find(({ own }) => own.includes(arrival))]
      this.#line = this.#line.filter((other) => other !== arrival)
      if (desk) desk.own = desk.own.filter((other) => other !== arrival)
      else if (before === this.#line.length) return
      this.#gone.add(arrival)
      this.#outcomes.push({ arrival, taken: null, seat: null, over: this.#agenda.now })
    })
    this.#serve()
  }

  #give(arrival: Arrival): void {
    const next = this.#isInTurn ? this.#next(({ status }) => status === 'online') : undefined
    if (next) next.own.push(arrival)
    else this.#line.push(arrival)
  }

  #next(fits: (desk: Desk) => boolean): Desk | undefined {
    for (let step = 0; step < this.#desks.length; step++) {
      const desk = this.#desks[(this.#turn + step) % this.#desks.length] as Desk
      if (!fits(desk)) continue
      this.#turn = (this.#turn + step + 1) % this.#desks.length
      return desk
    }
    return undefined
  }

  #serve(): void {
    const isFree = ({ status, serving, shift }: Desk) => status === 'online' && serving < shift.capacity
    for (const desk of this.#desks) while (isFree(desk) && desk.own.length > 0) this.#begin(desk, desk.own.shift() as Arrival)
    while (this.#line.length > 0) {
      const desk = this.#next(isFree)
      if (!desk) return
      this.#begin(desk, this.#line.shift() as Arrival)
    }
  }

  #begin(desk: Desk, arrival: Arrival): void {
    desk.serving++
    const taken = this.#agenda.now + TAKING
    const over = taken + timeWith(desk.shift, arrival)
    this.#outcomes.push({ arrival, taken, seat: desk.shift.seat, over })
    this.#agenda.at(over, () => {
      desk.serving--
      this.#serve()
    })
  }
}
