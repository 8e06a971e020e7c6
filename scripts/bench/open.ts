import { performance } from 'node:perf_hooks'
import { type Desk, staffDesk } from './desk.ts'
import type { Measured } from './dialect.ts'
import { command } from './evenkeel.ts'
import { atMost, heading, note, percentile, print } from './figures.ts'
import { Flow } from './flow.ts'
import { sleep } from './server.ts'
import { Talker } from './talker.ts'

const RATE = 1000
const CONVERSATIONS = 100
/** One conversation tells that somebody types, so often in milliseconds: each does every two seconds. */
const TYPING_EVERY = 20
const WARM = 3
const SERVED = CONVERSATIONS / 2

interface Figures {
  flow: Flow
  /** How long an event took to whoever serves, from when its message was meant to be sent. */
  heard: number[]
  cpu: number
}

/** A usual day at a high rate: half of the conversations are served by people, who hear all of it. */
export async function open(product: Measured, baseline: Measured, seconds: number): Promise<void> {
  const least = await measure(baseline, seconds, async (talkers, hear) => {
    const listeners = await Promise.all(talkers.map((talker) => Talker.open(baseline.server.base, talker.speech)))
    for (const listener of listeners) listener.onEvents = (ids) => ids.forEach(hear)
    return {
      close() {
        for (const listener of listeners) listener.close()
      },
    }
  })
  const ours = await measure(product, seconds, async (talkers, hear) => {
    const desk = await staffDesk(product.server, talkers.length, hear)
    for (const talker of talkers) await command(talker, { type: 'request-person' })
    await desk.serving(talkers.length)
    return desk
  })
  const [p50, p99] = [percentile(ours.flow.times, 0.5), percentile(ours.flow.times, 0.99)]
  heading(`open: ${RATE} messages a second in ${CONVERSATIONS} conversations, ${SERVED} of them served, for ${seconds} s`)
  print([
    { name: 'acknowledged', unit: 'msg/s', ours: ours.flow.perSecond, least: least.flow.perSecond },
    { name: 'p50', unit: 'ms', digits: 2, ours: p50, least: percentile(least.flow.times, 0.5), aim: atMost(p50, 2, 'ms') },
    { name: 'p99', unit: 'ms', digits: 2, ours: p99, least: percentile(least.flow.times, 0.99), aim: atMost(p99, 15, 'ms') },
    { name: 'p50 to whoever serves', unit: 'ms', digits: 2, ours: percentile(ours.heard, 0.5), least: percentile(least.heard, 0.5) },
    { name: 'p99 to whoever serves', unit: 'ms', digits: 2, ours: percentile(ours.heard, 0.99), least: percentile(least.heard, 0.99) },
    { name: 'never answered', unit: 'msg', ours: ours.flow.unanswered, least: least.flow.unanswered },
    { name: 'turned away as busy', unit: 'msg', ours: ours.flow.shedCount, least: least.flow.shedCount },
    { name: 'refused, or cut off', unit: 'msg', ours: lost(ours.flow), least: lost(least.flow) },
    { name: 'heard by whoever serves', unit: 'msg', ours: ours.heard.length, least: least.heard.length },
    { name: 'processor time a message', unit: 'µs', ours: ours.cpu * 1000, least: least.cpu * 1000 },
    {
      name: "of it the generator's own lateness, p50",
      unit: 'ms',
      digits: 2,
      ours: ours.flow.lateness.p50,
      least: least.flow.lateness.p50,
    },
    {
      name: "of it the generator's own lateness, p99",
      unit: 'ms',
      digits: 2,
      ours: ours.flow.lateness.p99,
      least: least.flow.lateness.p99,
    },
  ])
  for (const flow of [ours.flow, least.flow]) if (flow.generator) note(flow.generator)
}

const lost = (flow: Flow) => flow.refusedCount + flow.droppedCount

async function measure(
  { dialect, server }: Measured,
  seconds: number,
  serve: (talkers: Talker[], hear: (id: string) => void) => Promise<Pick<Desk, 'close'>>,
): Promise<Figures> {
  const talkers = await dialect.connect(server, CONVERSATIONS)
  const sent = new Map<string, number>()
  const heard: number[] = []
  const desk = await serve(talkers.slice(0, SERVED), (id) => {
    const at = sent.get(id)
    if (at !== undefined) heard.push(performance.now() - at)
  })
  await new Flow(talkers, RATE, WARM).run()
  await sleep(1000)
  let turn = 0
  const typing = setInterval(() => talkers[turn++ % talkers.length]?.type(turn % (2 * talkers.length) < talkers.length), TYPING_EVERY)
  const cpuBefore = server.cpu()
  const flow = await new Flow(talkers, RATE, seconds, (id, at) => sent.set(id, at)).run()
  const cpu = server.cpu() - cpuBefore
  clearInterval(typing)
  await flow.settle(5000)
  await sleep(500)
  for (const talker of talkers) talker.close()
  desk.close()
  return { flow, heard, cpu: cpu / flow.offered }
}
