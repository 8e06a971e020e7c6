import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../../shared/base/clock.ts'
import type { CommandId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE, newConversationId } from '../../../shared/base/new-ids.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import { explain } from '../../../shared/queue/explain.ts'
import { apply, newQueue } from '../../../shared/queue/state.ts'
import { linesOf } from '../../../shared/queue/waiting.ts'
import { seatActor } from '../../support/actors.ts'
import { commandId } from '../../support/ids.ts'
import { TestQueue } from '../../support/queues.ts'

const late = (queue: TestQueue, entry: CommandId, is = true) => queue.take({ id: commandId(), type: 'note-late', entry, late: is })
const idsOf = (queue: TestQueue) => queue.state.entries.map(({ id }) => id)

describe('[V5] a promise that was missed', () => {
  it('[V5] raises who waits once, over those who came a little earlier and nobody else', () => {
    const queue = new TestQueue()
    const first = queue.enqueue(0)
    const second = queue.wait(4 * 60).enqueue(1)
    const third = queue.wait(3 * 60).enqueue(2)
    expect(late(queue, third).map(({ name }) => name)).toEqual(['v1.LateNoted'])
    expect(idsOf(queue)).toEqual([first, third, second])
    // Told again, and more of it, it is not raised further.
    expect(late(queue, third)).toEqual([])
    expect(queue.state.entries[1]?.arrival).toBe(queue.now - 5 * MINUTE)
    // All are raised alike, so that the order of arrival comes back.
    late(queue, second)
    late(queue, first)
    expect(idsOf(queue)).toEqual([first, second, third])
    queue.setLines(queue.state.settled.lines)
    expect(idsOf(queue)).toEqual([first, second, third])
  })

  it('[V5] is told with the offer, and is no more when it is done', () => {
    const queue = new TestQueue()
    const entry = queue.enqueue(0)
    late(queue, entry)
    queue.seat(0)
    const offered = queue.events.findLast(({ name }) => name === 'v1.Offered')
    const why = offered?.name === 'v1.Offered' ? offered.data.why : null
    expect(why?.headStart).toMatchObject({ late: 5 })
    expect(why && explain(why)).toContainEqual(expect.objectContaining({ code: 'head-start', minutes: 5 }))
    queue.serve(0)
    expect(linesOf(queue.state)).toMatchObject([
      { queue: DEFAULT_QUEUE, late: { waiting: 0, seats: [{ seat: seatActor(0).id, name: seatActor(0).name, count: 1 }] } },
    ])
    late(queue, entry, false)
    expect(linesOf(queue.state)[0]?.late).toBeUndefined()
    expect(queue.events.reduce(apply, newQueue)).toEqual(queue.state)
  })

  it('[V5] shows how many wait past it; of who is not there nothing is noted', () => {
    const queue = new TestQueue()
    late(queue, queue.enqueue(0))
    queue.enqueue(1)
    expect(linesOf(queue.state)[0]).toMatchObject({ live: 2, late: { waiting: 1, seats: [] } })
    expect(late(queue, commandId())).toEqual([])
  })
})

describe('[V10] another promise', () => {
  it('[V10] is told to all who wait or are served, each once, some at a time', () => {
    const queue = new TestQueue()
    const random = seededRandom(20_261_122)
    for (let count = 0; count < 450; count++) queue.enqueue(newConversationId(random))
    queue.seat(0)
    queue.serve(0)
    const told: string[][] = []
    for (let after: CommandId | null | undefined = null; after !== undefined; ) {
      const [event] = queue.take({ id: commandId(), type: 'look-again', after })
      if (event?.name !== 'v1.LookedAgain') throw new Error('nobody was told')
      told.push(event.data.conversations)
      // Who comes and goes meanwhile moves nobody over to those that were told already.
      queue.take({ id: commandId(), type: 'remove', entry: queue.state.entries[0]?.id as CommandId })
      after = event.data.next ?? undefined
    }
    expect(told.map(({ length }) => length).slice(0, 2)).toEqual([200, 200])
    const all = told.flat()
    expect(new Set(all).size).toBe(all.length)
    const served = Object.values(queue.state.seats).flatMap(({ serving }) => serving)
    expect(served).toHaveLength(1)
    for (const { conversation } of [...queue.state.entries, ...served]) expect(all).toContain(conversation)
    expect(queue.take({ id: commandId(), type: 'look-again', after: 'zzzzzzzzzzzzzzzzzzzzzzzzzz' as CommandId })).toEqual([])
    expect(queue.events.reduce(apply, newQueue)).toEqual(queue.state)
  })
})
