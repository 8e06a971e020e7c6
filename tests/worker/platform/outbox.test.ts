import { env, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { newCommandId } from '../../../shared/base/new-ids.ts'
import { Alarm } from '../../../worker/platform/alarms.ts'
import { Effects } from '../../../worker/platform/effects.ts'
import { type Effect, Outbox } from '../../../worker/platform/outbox.ts'
import { platformRandom } from '../../../worker/platform/random.ts'
import { durableSql } from '../../../worker/platform/sql.ts'

const effect = (kind: string, id: string): Effect => ({
  target: { kind, id },
  command: { id: newCommandId(platformRandom), type: 'look', of: `${kind}:${id}` },
})
const now = () => Date.now()

/** A target that does not answer until it is let go, and what was performed so far. */
function world(...hung: string[]) {
  const done: string[] = []
  const begun: string[] = []
  const { promise, resolve: letGo } = Promise.withResolvers<void>()
  const perform = async ({ command }: Effect) => {
    const of = String(command.of)
    begun.push(of)
    if (hung.some((one) => of.startsWith(one))) await promise
    done.push(of)
  }
  return { done, begun, letGo, perform }
}

/** An outbox of its own, in an object that nothing else uses. */
const withOutbox = (name: string, test: (outbox: Outbox, state: DurableObjectState) => Promise<void>) =>
  runInDurableObject(env.CONNECTOR.getByName(name), (_object, state) => test(new Outbox(durableSql(state.storage), platformRandom), state))

afterEach(() => vi.restoreAllMocks())

describe('an outbox', () => {
  it('begins what is appended while another target does not answer, and what follows at those that do', () =>
    withOutbox('slow', async (outbox) => {
      const { done, begun, letGo, perform } = world('outside:slow')
      outbox.append([effect('outside', 'slow'), effect('queue', 'a'), effect('queue', 'a')], now())
      const first = outbox.drain(perform, now)
      await vi.waitFor(() => expect(done).toEqual(['queue:a', 'queue:a']))
      outbox.append([effect('conversation', 'b'), effect('outside', 'slow')], now())
      await outbox.drain(perform, now)
      expect(done).toEqual(['queue:a', 'queue:a', 'conversation:b'])
      expect(begun.filter((of) => of === 'outside:slow')).toHaveLength(1)
      letGo()
      await first
      expect(done.filter((of) => of === 'outside:slow')).toHaveLength(2)
      expect(outbox.nextAt()).toBeNull()
    }))

  it('[E2] is not due for what stands behind an effect that failed, before that one is', () =>
    withOutbox('behind', async (outbox) => {
      const at = 1_000_000
      outbox.append([effect('queue', 'a'), effect('queue', 'a')], at)
      await outbox.drain(
        () => Promise.reject(new Error('not now')),
        () => at,
      )
      expect(outbox.nextAt()).toBeGreaterThan(at)
    }))

  it('leaves room for others, however many of one kind do not answer', () =>
    withOutbox('many', async (outbox) => {
      const { done, begun, letGo, perform } = world('outside:')
      outbox.append(
        Array.from({ length: 100 }, (_, at) => effect('outside', String(at))),
        now(),
      )
      const first = outbox.drain(perform, now)
      outbox.append([effect('conversation', 'b')], now())
      await outbox.drain(perform, now)
      expect(done).toEqual(['conversation:b'])
      expect(begun.length).toBeLessThan(40)
      letGo()
      await first
      expect(new Set(done).size).toBe(101)
      expect(done).toHaveLength(101)
    }))

  it('[E2] does not ring without end for what stands behind one that is tried again later', () =>
    withOutbox('behind', async (outbox) => {
      outbox.append([effect('queue', 'a'), effect('queue', 'a')], now())
      await outbox.drain(async () => {
        throw new Error('not now')
      }, now)
      expect(outbox.nextAt()).toBeGreaterThan(now())
    }))

  it('does not ring without end while a target does not answer', () =>
    withOutbox('ringing', async (outbox, state) => {
      const { letGo, perform } = world('outside:slow')
      const wishes = vi.spyOn(Alarm.prototype, 'atEarliest')
      const effects = new Effects(state, outbox, perform)
      outbox.append([effect('outside', 'slow')], now())
      effects.afterCommit()
      const rung = effects.ring()
      await Promise.race([rung, scheduler.wait(50)])
      const times = wishes.mock.calls.flatMap(([times]) => times.filter((time) => time !== null))
      expect(times.length).toBeGreaterThan(0)
      for (const time of times) expect(time).toBeGreaterThan(now() + 500)
      letGo()
      await rung
    }))
})
