import type { Measured } from './dialect.ts'
import { atLeast, atMost, heading, note, percentile, print } from './figures.ts'
import { sleep } from './server.ts'
import { nextId, type Talker } from './talker.ts'

const COMMANDS = 50
/** Together with the opening, what a socket may send at once. */
const PUSHES = 7
const UNDER_WAY = 3
const AT_ONCE = 8
const CONVERSATIONS = 200

interface Figures {
  perSecond: number
  times: number[]
  cpu: number
  missing: number
}

/** Pushes of many messages, several under way at once: outboxes that are flushed after an outage. */
export async function batched(product: Measured, baseline: Measured): Promise<void> {
  // Both are warm before either is measured: code that is compiled while it runs is most of the cost of the first.
  await measure(product, CONVERSATIONS)
  await measure(baseline, CONVERSATIONS)
  const least = await measure(baseline, CONVERSATIONS)
  const ours = await measure(product, CONVERSATIONS)
  heading(`batched: pushes of ${COMMANDS}, ${UNDER_WAY} under way in each of ${AT_ONCE} conversations at once`)
  const cpu = ours.cpu * 1000
  print([
    {
      name: 'acknowledged',
      unit: 'msg/s',
      ours: ours.perSecond,
      least: least.perSecond,
      aim: atLeast(ours.perSecond, 15_000, 'msg/s'),
    },
    { name: 'processor time a message', unit: 'µs', digits: 1, ours: cpu, least: least.cpu * 1000, aim: atMost(cpu, 40, 'µs') },
    { name: 'p50 of a push', unit: 'ms', digits: 1, ours: percentile(ours.times, 0.5), least: percentile(least.times, 0.5) },
    { name: 'p99 of a push', unit: 'ms', digits: 1, ours: percentile(ours.times, 0.99), least: percentile(least.times, 0.99) },
    {
      name: 'acknowledged and not stored',
      unit: 'msg',
      ours: ours.missing,
      least: least.missing,
      aim: atMost(ours.missing, 0, 'msg'),
    },
  ])
  note(`${CONVERSATIONS * PUSHES * COMMANDS} messages in ${CONVERSATIONS} conversations`)
}

async function measure({ dialect, server }: Measured, conversations: number): Promise<Figures> {
  const talkers = await dialect.connect(server, conversations)
  // Written before the clock starts: what the generator spends on words the server would lack.
  const waiting = talkers.map((talker) => ({ talker, pushes: Array.from({ length: PUSHES }, () => pushOf(talker)) }))
  const times: number[] = []
  // What opening a conversation leaves to be done is done.
  await sleep(2000)
  const [cpuBefore, begun] = [server.cpu(), performance.now()]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { talker, pushes } = next
        await Promise.all(
          Array.from({ length: UNDER_WAY }, async () => {
            for (let push = pushes.shift(); push; push = pushes.shift()) times.push(await acknowledged(talker, push))
          }),
        )
      }
    }),
  )
  const elapsed = performance.now() - begun
  const cpu = server.cpu() - cpuBefore
  const count = times.length * COMMANDS
  let missing = 0
  for (const talker of talkers) missing += await dialect.missing(server, talker)
  for (const talker of talkers) talker.close()
  return { perSecond: (count * 1000) / elapsed, times, cpu: cpu / count, missing }
}

function pushOf(talker: Talker): { ids: string[]; frame: string } {
  const ids = Array.from({ length: COMMANDS }, nextId)
  return { ids, frame: talker.speech.push(ids) }
}

/** Sends a push and tells, in milliseconds, when the last of its messages was acknowledged. */
function acknowledged(talker: Talker, { ids, frame }: { ids: string[]; frame: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const never = () => reject(new Error('a push was not taken'))
    let left = ids.length
    const accepted = (at: number) => {
      left--
      if (left === 0) resolve(performance.now() - at)
    }
    talker.send(ids, performance.now(), { accepted, refused: never, shed: never, dropped: never }, frame)
  })
}
