import type { Measured } from './dialect.ts'
import { inTurns } from './dialect.ts'
import { atLeast, atMost, type Figure, heading, note, percentile, print } from './figures.ts'
import { Flow } from './flow.ts'
import { type Knee, kneeOf } from './knee.ts'
import { sleep } from './server.ts'

const TIMES = 10
/** How long after the load what has no answer is given up, in milliseconds. */
const PATIENCE = 5000
/** Seconds for which recovery is watched, and the share of the knee that flows meanwhile. */
const WATCHED = 15
const GENTLE = 0.1
/** Recovered: this p99, in milliseconds, over a stretch of this length, with most messages taken. */
const GOOD = { p99: 50, stretch: 1000, taken: 0.9 }

interface Figures {
  knee: Knee
  flow: Flow
  unanswered: number
  /** Seconds after the load, or null where it did not recover while it was watched. */
  recovered: number | null
  shedAfter: number
  missing: number
  before: number
  peak: number
  generator: string | null
}

/** Ten times more than it can take, by clients who know no restraint but the protocol's. */
export async function overload(product: Measured, baseline: Measured, options: { seconds: number; conversations: number }): Promise<void> {
  const least = await measure(baseline, options)
  const ours = await measure(product, options)
  const [goodput, p99] = [ours.flow.perSecond / ours.knee.best, percentile(ours.flow.times, 0.99) / 1000]
  const of = (name: string, unit: string, pick: (figures: Figures) => number, rest: Partial<Figure> = {}): Figure => ({
    name,
    unit,
    ours: pick(ours),
    least: pick(least),
    ...rest,
  })
  heading(`overload: ${TIMES} × the knee for ${options.seconds} s over ${options.conversations} conversations, one attempt a message`)
  print([
    of('knee', 'msg/s', ({ knee }) => knee.rate),
    of('best of the knee search', 'msg/s', ({ knee }) => knee.best),
    of('offered', 'msg/s', ({ knee }) => knee.rate * TIMES),
    of('accepted', 'msg/s', ({ flow }) => flow.perSecond),
    of('accepted, of the best', '×', ({ flow, knee }) => flow.perSecond / knee.best, { digits: 2, aim: atLeast(goodput, 0.9, '×') }),
    of('p50 of the accepted', 's', ({ flow }) => percentile(flow.times, 0.5) / 1000, { digits: 3 }),
    of('p99 of the accepted', 's', ({ flow }) => percentile(flow.times, 0.99) / 1000, { digits: 3, aim: atMost(p99, 1, 's') }),
    of('turned away as busy', 'msg', ({ flow }) => flow.shedCount),
    of('refused', 'msg', ({ flow }) => flow.refusedCount),
    of('cut off', 'msg', ({ flow }) => flow.droppedCount),
    of(`unanswered ${PATIENCE / 1000} s after the load`, 'msg', ({ unanswered }) => unanswered),
    of(`until p99 < ${GOOD.p99} ms at ${GENTLE} × the knee`, 's', ({ recovered }) => recovered ?? Number.POSITIVE_INFINITY, {
      digits: 1,
      aim: atMost(ours.recovered ?? Number.POSITIVE_INFINITY, 5, 's'),
    }),
    of('turned away after the load', 'msg', ({ shedAfter }) => shedAfter),
    of('acknowledged and not stored', 'msg', ({ missing }) => missing, { aim: atMost(ours.missing, 0, 'msg') }),
    of("the generator's work", '%', ({ flow }) => flow.busy * 100),
    of("the generator's own lateness, p99", 'ms', ({ flow }) => flow.lateness.p99),
    of('memory before', 'MB', ({ before }) => before),
    of('memory at its peak', 'MB', ({ peak }) => peak),
  ])
  for (const { dialect, generator } of [
    { ...product, ...ours },
    { ...baseline, ...least },
  ])
    if (generator) note(`${dialect.name}: ${generator}`)
}

async function measure(
  { dialect, server }: Measured,
  { seconds, conversations }: { seconds: number; conversations: number },
): Promise<Figures> {
  const talkers = await dialect.connect(server, conversations)
  // What opening a conversation leaves to be done is done.
  await sleep(3000)
  const knee = await kneeOf(talkers)
  const before = server.memory()
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, server.memory())
  }, 250)
  const flow = await new Flow(talkers, knee.rate * TIMES, seconds).run()
  const gentle = new Flow(talkers, Math.max(50, knee.rate * GENTLE), WATCHED)
  const recovery = gentle.run()
  await flow.settle(PATIENCE)
  const unanswered = flow.unanswered
  await recovery
  clearInterval(watch)
  for (const talker of talkers) talker.close()
  const missing = await inTurns(talkers, (talker) => dialect.missing(server, talker), 4)
  return {
    knee,
    flow,
    unanswered,
    recovered: recoveryOf(gentle),
    shedAfter: gentle.shedCount,
    missing: missing.reduce((sum, count) => sum + count, 0),
    before,
    peak,
    generator: flow.generator,
  }
}

/** Seconds until the first stretch in which messages were taken again, and soon. */
function recoveryOf(flow: Flow): number | null {
  const wanted = (GOOD.taken * flow.offered * GOOD.stretch) / (WATCHED * 1000)
  for (let from = flow.begun; from + GOOD.stretch <= flow.ended; from += 100) {
    const times = flow.times.filter((_, index) => {
      const at = flow.ats[index] ?? 0
      return at >= from && at < from + GOOD.stretch
    })
    if (times.length >= wanted && percentile(times, 0.99) < GOOD.p99) return (from - flow.begun) / 1000
  }
  return null
}
