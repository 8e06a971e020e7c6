import type { Measured } from './dialect.ts'
import { atLeast, heading, percentile, print } from './figures.ts'

const MESSAGES = 6000
/** A socket may send so many at once before it is asked to wait. */
const PER_SOCKET = 300

interface Figures {
  perSecond: number
  times: number[]
  cpu: number
}

/** One message at a time in each conversation, the next when the last is acknowledged. */
export async function single(product: Measured, baseline: Measured): Promise<void> {
  // Both are warm before either is measured.
  await measure(product, 10)
  await measure(baseline, 10)
  for (const conversations of [1, 10, 100]) {
    const least = await measure(baseline, conversations)
    const ours = await measure(product, conversations)
    const share = ours.perSecond / least.perSecond
    heading(`single: one message under way in each of ${conversations} conversation${conversations > 1 ? 's' : ''}`)
    print([
      { name: 'acknowledged', unit: 'msg/s', ours: ours.perSecond, least: least.perSecond, aim: atLeast(share, 0.85, '×') },
      ...[50, 95, 99].map((rank) => ({
        name: `p${rank}`,
        unit: 'ms',
        digits: 2,
        ours: percentile(ours.times, rank / 100),
        least: percentile(least.times, rank / 100),
      })),
      { name: 'processor time a message', unit: 'µs', ours: ours.cpu * 1000, least: least.cpu * 1000 },
    ])
  }
}

async function measure({ dialect, server }: Measured, conversations: number): Promise<Figures> {
  const times: number[] = []
  let cpu = 0
  let elapsed = 0
  for (let left = MESSAGES; left > 0; ) {
    const each = Math.min(PER_SOCKET, Math.ceil(left / conversations))
    const talkers = await dialect.connect(server, conversations)
    const [cpuBefore, begun] = [server.cpu(), performance.now()]
    await Promise.all(
      talkers.map(async (talker) => {
        for (let count = 0; count < each; count++) {
          const said = performance.now()
          await talker.say()
          times.push(performance.now() - said)
        }
      }),
    )
    elapsed += performance.now() - begun
    cpu += server.cpu() - cpuBefore
    for (const talker of talkers) talker.close()
    left -= each * conversations
  }
  return { perSecond: (times.length * 1000) / elapsed, times, cpu: cpu / times.length }
}
