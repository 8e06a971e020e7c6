import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { Load } from '../../../worker/platform/load.ts'

const PLACES = Array.from({ length: 100 }, (_, index) => index / 100)
const admitted = (load: Load) => PLACES.filter((place) => load.admits(place)).length
const see = (load: Load, most: 'on-time' | 'late' | 'twice-late', times: number) => {
  for (let time = 0; time < times; time++) load.seen(most)
}

describe('[O1] a process that is late', () => {
  it('[O1] lets everybody in while it is not, whatever single hiccups it sees', () => {
    const load = new Load()
    for (let time = 0; time < 50; time++) {
      see(load, 'late', 1)
      see(load, 'on-time', 1)
    }
    expect(admitted(load)).toBe(100)
  })

  it('[O1] turns a growing share away, always the same sockets, and never all', () => {
    const load = new Load()
    see(load, 'late', 4)
    const some = PLACES.filter((place) => load.admits(place))
    expect(some.length).toBeLessThan(100)
    see(load, 'late', 3)
    const fewer = PLACES.filter((place) => load.admits(place))
    expect(fewer.length).toBeLessThan(some.length)
    expect(some).toEqual(expect.arrayContaining(fewer))
    see(load, 'twice-late', 1)
    expect(admitted(load)).toBeLessThanOrEqual(fewer.length / 2)
    see(load, 'late', 100)
    expect(admitted(load)).toBeGreaterThan(0)
  })

  it('[O1] lets all in again, step by step, when it is on time', () => {
    const load = new Load()
    see(load, 'late', 100)
    const least = admitted(load)
    see(load, 'on-time', 5)
    const some = admitted(load)
    expect(some).toBeGreaterThan(least)
    expect(some).toBeLessThan(100)
    see(load, 'on-time', 200)
    expect(admitted(load)).toBe(100)
  })

  it('[O1] is told by most of many pushes, not by a slow phone', () => {
    const load = new Load()
    let now = 1_000_000
    const stretch = (late: number, onTime: number) => {
      for (let push = 0; push < late; push++) load.note(LIMITS.late + 1, now)
      for (let push = 0; push < onTime; push++) load.note(0, now)
      now += 1000
    }
    for (let time = 0; time < 20; time++) stretch(10, 0)
    for (let time = 0; time < 20; time++) stretch(20, 30)
    expect(load.isOverloaded).toBe(false)
    for (let time = 0; time < 20; time++) stretch(30, 20)
    expect(load.isOverloaded).toBe(true)
  })

  it('[O1] has people wait longer the fewer are let in, and not all equally long', () => {
    const load = new Load()
    const before = load.wait(0.5)
    expect(before).toBe(LIMITS.overloadWait)
    see(load, 'late', 100)
    expect(load.wait(0.5)).toBeGreaterThan(before)
    expect(load.wait(0.1)).toBeLessThan(load.wait(0.9))
  })
})
