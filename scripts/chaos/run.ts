/**
 * Puts the built product through a storm: `npm run test:chaos`. Real processes, real sockets, real faults; exits with 1
 * when a replica tells anything else than what was sent. `-- --help` names the options.
 */
import { parseArgs } from 'node:util'
import { chaos } from './chaos.ts'
import { table } from './figures.ts'

const HELP = `Usage: npm run test:chaos -- [options]

  --seconds N     how long the storm lasts, at least                      (240)
  --customers N   who talk                                                (20)
  --visitors N    who come and go: wait, leave messages, add to tickets   (20)
  --seats N       who take offers and answer                              (4)
  --messages N    how many are aimed at altogether                        (10000)
  --kills N       how often the whole process group gets a SIGKILL        (20)
  --drop P        chance that a frame is lost alone, either way           (0.03)
  --reorder P     chance that later frames overtake a frame               (0.1)
  --seed N        of the weather and the talk; time keeps its own         (by chance)
  --port N        of the server; the proxy takes the next one             (8901)`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '240' },
    customers: { type: 'string', default: '20' },
    visitors: { type: 'string', default: '20' },
    seats: { type: 'string', default: '4' },
    messages: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    drop: { type: 'string', default: '0.03' },
    reorder: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    port: { type: 'string', default: '8901' },
    help: { type: 'boolean', default: false },
  },
})

function numberOf(name: Exclude<keyof typeof values, 'help'>): number {
  const number = Number(values[name])
  if (Number.isFinite(number) && number >= 0) return number
  console.error(`--${name} is not a number: ${values[name]}\n\n${HELP}`)
  process.exit(2)
}

if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const verdict = await chaos({
  seconds: numberOf('seconds'),
  customers: numberOf('customers'),
  visitors: numberOf('visitors'),
  seats: numberOf('seats'),
  messages: numberOf('messages'),
  kills: numberOf('kills'),
  drop: numberOf('drop'),
  reorder: numberOf('reorder'),
  seed: numberOf('seed'),
  port: numberOf('port'),
  report: console.log,
})
console.log(`\n${table(verdict)}`)
process.exit(verdict.ok ? 0 : 1)
