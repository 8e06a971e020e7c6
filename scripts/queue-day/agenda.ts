import type { Millis } from '../../shared/base/clock.ts'

interface Planned {
  at: Millis
  n: number
  do: () => void
}

/** What is to happen, the earliest first; of the same moment, what was planned first. */
export class Agenda {
  readonly #heap: Planned[] = []
  #n = 0
  now: Millis = 0

  at(at: Millis, what: () => void): void {
    const heap = this.#heap
    heap.push({ at, n: this.#n++, do: what })
    for (let index = heap.length - 1; index > 0; ) {
      const above = (index - 1) >> 1
      if (!isBefore(heap[index] as Planned, heap[above] as Planned)) break
      swap(heap, index, above)
      index = above
    }
  }

  run(): void {
    for (let next = this.#take(); next; next = this.#take()) {
      this.now = next.at
      next.do()
    }
  }

  #take(): Planned | undefined {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()
    if (!first || !last || first === last) return first
    heap[0] = last
    for (let index = 0; ; ) {
      let least = index
      for (const below of [2 * index + 1, 2 * index + 2])
        if (below < heap.length && isBefore(heap[below] as Planned, heap[least] as Planned)) least = below
      if (least === index) return first
      swap(heap, index, least)
      index = least
    }
  }
}

const isBefore = (one: Planned, other: Planned) => one.at < other.at || (one.at === other.at && one.n < other.n)

function swap(heap: Planned[], one: number, other: number): void {
  const held = heap[one] as Planned
  heap[one] = heap[other] as Planned
  heap[other] = held
}
