/**
 * What a message costs: `npm run bench:chat`. Acknowledged messages a second, the time to the acknowledgement, and the
 * server's processor time for each, with 1, 10 and 100 conversations at once, beside a minimal Durable Object (insert,
 * broadcast, acknowledge) on the same machine in the same run. The ratios are what counts; the rest is of this machine.
 */
import { join } from 'node:path'
import { newCommandId, newConversationId } from '../../shared/base/new-ids.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import { newIdentity } from '../client/customer.ts'
import { Http } from '../client/http.ts'
import { nodeRandom } from '../client/link.ts'
import { Server } from './server.ts'

const ROOT = join(import.meta.dirname, '../..')
const MESSAGES = 6000
/** A socket may send so many at once before it is asked to wait. */
const PER_SOCKET = 300
const TEXT = '我的货到哪了，昨天下的单，今天还没有看到物流更新'
const Socket = WebSocket as unknown as new (url: string, options: { headers: Record<string, string> }) => WebSocket

/** One conversation over one socket: sends a message and tells when its acknowledgement has come. */
interface Talker {
  say(): Promise<void>
  close(): void
}

function connect(
  url: string,
  cookie: string,
  idsOf: (frame: Record<string, unknown>) => string[],
): Promise<{ send(id: string, frame: unknown): Promise<void>; close(): void }> {
  const waiting = new Map<string, () => void>()
  const socket = new Socket(url.replace(/^http/, 'ws'), { headers: { cookie } })
  socket.onmessage = ({ data }) => {
    for (const id of idsOf(JSON.parse(String(data)) as Record<string, unknown>)) {
      waiting.get(id)?.()
      waiting.delete(id)
    }
  }
  const send = (id: string, frame: unknown) =>
    new Promise<void>((resolve) => {
      waiting.set(id, resolve)
      socket.send(JSON.stringify(frame))
    })
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve({ send, close: () => socket.close() })
    socket.onerror = () => reject(new Error(`no socket at ${url}`))
  })
}

async function evenkeel(server: Server): Promise<Talker> {
  const http = new Http(server.base)
  await http.send('POST', '/api/customers', newIdentity())
  const to = newConversationId(nodeRandom)
  const link = await connect(`${server.base}/api/connect/conversations/${to}`, http.cookie, (frame) =>
    frame.type === 'ack' ? (frame.receipts as { id: string }[]).map((receipt) => receipt.id) : frame.type === 'welcome' ? ['welcome'] : [],
  )
  await link.send('welcome', { type: 'hello', protocol: PROTOCOL, to, since: 0 })
  const push = (body: object) => {
    const id = newCommandId(nodeRandom)
    return link.send(id, { type: 'push', to, commands: [{ id, ...body }] })
  }
  await push({ type: 'open-conversation', language: 'zh-CN', channel: 'terminal' })
  return { say: () => push({ type: 'send-message', text: TEXT }), close: link.close }
}

let rooms = 0
async function minimal(server: Server): Promise<Talker> {
  const link = await connect(`${server.base}/room-${rooms++}`, '', (frame) => (typeof frame.ack === 'string' ? [frame.ack] : []))
  return {
    say() {
      const id = newCommandId(nodeRandom)
      return link.send(id, { id, text: TEXT })
    },
    close: link.close,
  }
}

interface Figures {
  perSecond: number
  p50: number
  p95: number
  p99: number
  cpu: number
}

async function measure(server: Server, open: (server: Server) => Promise<Talker>, conversations: number): Promise<Figures> {
  const times: number[] = []
  let cpu = 0
  let elapsed = 0
  for (let left = MESSAGES; left > 0; ) {
    const each = Math.min(PER_SOCKET, Math.ceil(left / conversations))
    const talkers = await Promise.all(Array.from({ length: conversations }, () => open(server)))
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
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0
  return { perSecond: (times.length * 1000) / elapsed, p50: at(0.5), p95: at(0.95), p99: at(0.99), cpu: cpu / times.length }
}

const line = (name: string, { perSecond, p50, p95, p99, cpu }: Figures) =>
  `  ${name.padEnd(10)} ${perSecond.toFixed(0).padStart(6)} msg/s   p50 ${p50.toFixed(2)}  p95 ${p95.toFixed(2)}  p99 ${p99.toFixed(2)} ms   ${cpu.toFixed(3)} ms CPU a message`

const servers = await Promise.all([
  Server.start(join(ROOT, 'wrangler.toml'), 8801),
  Server.start(join(import.meta.dirname, 'minimal/wrangler.toml'), 8802),
])
const [product, baseline] = servers
try {
  // Both are warm before either is measured.
  await measure(product, evenkeel, 10)
  await measure(baseline, minimal, 10)
  for (const conversations of [1, 10, 100]) {
    const least = await measure(baseline, minimal, conversations)
    const ours = await measure(product, evenkeel, conversations)
    console.log(`${conversations} conversation${conversations > 1 ? 's' : ''}`)
    console.log(line('minimal', least))
    console.log(line('evenkeel', ours))
    console.log(
      `  ratio      CPU ${(ours.cpu / least.cpu).toFixed(2)} ×   throughput ${(ours.perSecond / least.perSecond).toFixed(2)} ×   p99 ${(ours.p99 / least.p99).toFixed(2)} ×`,
    )
  }
} finally {
  for (const server of servers) server.stop()
}
