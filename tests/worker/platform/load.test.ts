import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { Load, type Standing } from '../../../worker/platform/load.ts'

const LATE = LIMITS.late + 1
const VERY_LATE = 2 * LIMITS.late + 1
const STRETCH = 100

/** A process and a hundred sockets that push evenly, one after the other. */
class Process {
  readonly load = new Load()
  readonly standings: (Standing | undefined)[] = Array.from({ length: 100 })
  now = 1_000_000

  /** Stretches in which every push was so late. */
  pass(stretches: number, late: number, pushes = 30): void {
    for (let stretch = 0; stretch < stretches; stretch++) {
      for (let push = 0; push < pushes; push++) this.load.note(late, this.now)
      this.now += STRETCH
    }
  }

  /** Every socket sends once; how many of them are let in. */
  ask(): number {
    if (!this.load.isOverloaded(this.now)) return this.standings.length
    let inside = 0
    for (const [index, before] of this.standings.entries()) {
      const standing = this.load.standing(before, (index + 0.5) / 100)
      this.standings[index] = standing
      if (standing.isOut) this.load.wait(0.5)
      else inside++
    }
    return inside
  }
}

describe('[O1] a process that is late', () => {
  it('[O1] lets everybody in while it is not, whatever single hiccups it sees', () => {
    const process = new Process()
    for (let time = 0; time < 50; time++) {
      process.pass(1, VERY_LATE)
      process.pass(1, 0)
    }
    expect(process.ask()).toBe(100)
  })

  it('[O1] turns out a growing share for as long as it gets no better, and spares those whose draw is low', () => {
    const process = new Process()
    process.pass(4, LATE)
    const some = process.ask()
    expect(some).toBeLessThan(100)
    expect(process.standings[0]?.isOut).toBe(false)
    process.pass(6, VERY_LATE)
    const fewer = process.ask()
    expect(fewer).toBeLessThan(some)
    expect(fewer).toBeGreaterThan(0)
  })

  it('[O1] turns nobody more out while what waits becomes less', () => {
    const process = new Process()
    process.pass(4, VERY_LATE)
    const some = process.ask()
    for (let late = VERY_LATE * 0.95; late > LIMITS.late; late *= 0.95) process.pass(1, late)
    expect(process.ask()).toBe(some)
  })

  it('[O1] lets some in again when it is calm, and all soon after it has settled', () => {
    const process = new Process()
    process.pass(30, VERY_LATE)
    const least = process.ask()
    process.pass(2, 0)
    const some = process.ask()
    expect(some).toBeGreaterThan(least)
    expect(some - least).toBeLessThan(10)
    for (let time = 0; time < 40; time++) {
      process.pass(1, 0)
      process.ask()
    }
    expect(process.ask()).toBe(100)
    process.pass(50, 0)
    expect(process.load.isOverloaded(process.now)).toBe(false)
  })

  it('[O1] is over, too, when nobody says anything any more', () => {
    const process = new Process()
    process.pass(30, VERY_LATE)
    expect(process.load.isOverloaded(process.now)).toBe(true)
    expect(process.load.isOverloaded(process.now + 60_000)).toBe(false)
  })

  it('[O1] is told by the middle of many pushes, not by a slow phone', () => {
    const process = new Process()
    process.pass(20, LATE, 10)
    for (let time = 0; time < 20; time++) {
      for (let push = 0; push < 20; push++) process.load.note(VERY_LATE, process.now)
      process.pass(1, 0)
    }
    expect(process.load.isOverloaded(process.now)).toBe(false)
  })

  it('[O1] has people wait longer the more ask, and not all equally long', () => {
    const process = new Process()
    process.pass(10, VERY_LATE)
    expect(process.load.wait(0.5)).toBe(LIMITS.overloadWait)
    expect(process.load.wait(0.1)).toBeLessThan(process.load.wait(0.9))
    for (let time = 0; time < 5; time++) {
      process.ask()
      process.pass(1, VERY_LATE)
    }
    expect(process.load.wait(0.5)).toBeGreaterThan(LIMITS.overloadWait)
  })
})
