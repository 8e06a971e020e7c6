import { type Dialect, inTurns, type Measured } from './dialect.ts'
import { atMost, heading, note, percentile, print } from './figures.ts'
import { type Server, sleep } from './server.ts'
import { nextId, type Talker } from './talker.ts'

const TIMES = 5
const MESSAGES = 20

interface Figures {
  /** Seconds from the start of the process to each. */
  listening: number[]
  acknowledged: number[]
  back: number[]
  missing: number
}

/** The process group is killed while all are connected, and started again on the same store; all connect again. */
export async function restart(product: Measured, baseline: Measured, conversations: number): Promise<void> {
  const least = await measure(baseline, conversations)
  const ours = await measure(product, conversations)
  heading(`restart: SIGKILL with ${conversations} conversations of ${MESSAGES} messages, ${TIMES} times`)
  const both = (name: string, pick: (figures: Figures) => number[], limit?: number) =>
    [0.5, 1].map((share) => ({
      name: `${name}, ${share === 1 ? 'worst' : 'p50'}`,
      unit: 's',
      digits: 2,
      ours: percentile(pick(ours), share),
      least: percentile(pick(least), share),
      ...(limit === undefined ? {} : { aim: atMost(percentile(pick(ours), share), limit, 's') }),
    }))
  print([
    ...both('start to listening', ({ listening }) => listening),
    ...both('start to the first acknowledgement', ({ acknowledged }) => acknowledged, 2),
    ...both('start until all are back', ({ back }) => back),
    {
      name: 'acknowledged and not stored',
      unit: 'msg',
      ours: ours.missing,
      least: least.missing,
      aim: atMost(ours.missing, 0, 'msg'),
    },
  ])
  note('who was cut off tries again after 0.5 to 1.5 s, each by chance')
}

async function measure({ dialect, server }: Measured, conversations: number): Promise<Figures> {
  const talkers = await dialect.connect(server, conversations)
  await inTurns(talkers, chat)
  const figures: Figures = { listening: [], acknowledged: [], back: [], missing: 0 }
  for (let time = 0; time < TIMES; time++) await once(server, talkers, figures)
  for (const talker of talkers) talker.close()
  figures.missing = await missingOf(dialect, server, talkers)
  return figures
}

async function once(server: Server, talkers: readonly Talker[], figures: Figures): Promise<void> {
  await server.kill()
  const begun = performance.now()
  const since = () => (performance.now() - begun) / 1000
  server.launch()
  const listening = server.listening().then(() => figures.listening.push(since()))
  await firstAnswer(talkers)
  figures.acknowledged.push(since())
  while (talkers.some((talker) => !talker.free)) await sleep(5)
  figures.back.push(since())
  await listening
}

/** Everybody who is back says something; resolves when the first is answered. */
async function firstAnswer(talkers: readonly Talker[]): Promise<void> {
  const asked = new Set<Talker>()
  let answered = false
  while (!answered) {
    for (const talker of talkers) {
      if (!talker.free || asked.has(talker)) continue
      asked.add(talker)
      talker.say().then(
        () => {
          answered = true
        },
        () => asked.delete(talker),
      )
    }
    await sleep(2)
  }
}

async function missingOf(dialect: Dialect, server: Server, talkers: readonly Talker[]): Promise<number> {
  const missing = await inTurns(talkers, (talker) => dialect.missing(server, talker))
  return missing.reduce((sum, count) => sum + count, 0)
}

function chat(talker: Talker): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = MESSAGES
    const accepted = () => {
      left--
      if (left === 0) resolve()
    }
    const never = () => reject(new Error('a message was not taken'))
    talker.send(Array.from({ length: MESSAGES }, nextId), 0, { accepted, refused: never, shed: never, dropped: never })
  })
}
