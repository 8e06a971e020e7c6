/**
 * What a message costs: `npm run bench:chat -- --mode single|batched|open|overload|restart` (all of them where none is
 * named), beside a minimal Durable Object (insert, broadcast, acknowledge) on the same machine in the same run. The
 * ratios are what counts; the rest is of this machine.
 */

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { batched } from './batched.ts'
import type { Measured } from './dialect.ts'
import { evenkeel } from './evenkeel.ts'
import { note } from './figures.ts'
import { watchMachine } from './machine.ts'
import { minimal } from './minimal.ts'
import { open } from './open.ts'
import { overload } from './overload.ts'
import { restart } from './restart.ts'
import { Server } from './server.ts'
import { single } from './single.ts'

const PRODUCT = join(import.meta.dirname, '../../wrangler.toml')
const BASELINE = join(import.meta.dirname, 'minimal/wrangler.toml')

const { values } = parseArgs({
  options: {
    mode: { type: 'string', multiple: true, default: ['single', 'batched', 'open', 'overload', 'restart'] },
    /** Length of the load of `open` and `overload`. */
    seconds: { type: 'string' },
    /** Conversations of `overload` and `restart`. */
    conversations: { type: 'string', default: '1000' },
    /** The folder in which stores are made: one in memory shows what the disk costs. */
    store: { type: 'string', default: tmpdir() },
    /** The first of two ports. */
    port: { type: 'string', default: '8921' },
  },
})
const conversations = Number(values.conversations)
const secondsOr = (usual: number) => Number(values.seconds ?? usual)

const MODES: Record<string, (product: Measured, baseline: Measured) => Promise<void>> = {
  single,
  batched,
  open: (product, baseline) => open(product, baseline, secondsOr(15)),
  overload: (product, baseline) => overload(product, baseline, { seconds: secondsOr(30), conversations }),
  restart: (product, baseline) => restart(product, baseline, conversations),
}

for (const mode of values.mode) {
  const run = MODES[mode]
  if (!run) throw new Error(`no such mode: ${mode}; there are ${Object.keys(MODES).join(', ')}`)
  // Servers of its own for each mode: what one leaves behind is no burden of the next.
  const servers = await Promise.all([
    Server.start(PRODUCT, Number(values.port), values.store),
    Server.start(BASELINE, Number(values.port) + 1, values.store),
  ])
  const [product, baseline] = servers
  const others = watchMachine(servers)
  try {
    await run({ dialect: evenkeel, server: product }, { dialect: minimal, server: baseline })
    note(others())
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
