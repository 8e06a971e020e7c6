import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { Load } from '../../../worker/platform/load.ts'

const LATE = LIMITS.late + 1
const PLACES = Array.from({ length: 100 }, (_, index) => index / 100)
const admitted = (load: Load) => PLACES.filter((place) => load.admits(place)).length
const see = (load: Load, late: number, times: number) => {
  for (let time = 0; time < times; time++) load.seen(late)
}

describe('[O1] a process that is late', () => {
  it('[O1] lets everybody in while it is not, whatever single hiccups it sees', () => {
    const load = new Load()
    for (let time = 0; time < 50; time++) {
      see(load, LATE * 10, 2)
      see(load, 1, 1)
    }
    expect(admitted(load)).toBe(100)
  })

  it('[O1] turns a growing share away, always the same sockets, and never all', () => {
    const load = new Load()
    see(load, LATE, 4)
    const some = PLACES.filter((place) => load.admits(place))
    expect(some.length).toBeLessThan(100)
    see(load, LATE, 3)
    const fewer = PLACES.filter((place) => load.admits(place))
    expect(fewer.length).toBeLessThan(some.length)
    expect(some).toEqual(expect.arrayContaining(fewer))
    see(load, LATE, 100)
    expect(admitted(load)).toBeGreaterThan(0)
  })

  it('[O1] lets all in again, step by step, when it is on time', () => {
    const load = new Load()
    see(load, LATE, 100)
    const least = admitted(load)
    see(load, 1, 5)
    const some = admitted(load)
    expect(some).toBeGreaterThan(least)
    expect(some).toBeLessThan(100)
    see(load, 1, 60)
    expect(admitted(load)).toBe(100)
  })

  it('[O1] has people wait longer the fewer are let in, and not all equally long', () => {
    const load = new Load()
    const before = load.wait(0.5)
    expect(before).toBe(LIMITS.overloadWait)
    see(load, LATE, 100)
    expect(load.wait(0.5)).toBeGreaterThan(before)
    expect(load.wait(0.1)).toBeLessThan(load.wait(0.9))
  })
})
