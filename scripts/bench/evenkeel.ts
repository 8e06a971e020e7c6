import type { ConversationId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { newConversationId } from '../../shared/base/new-ids.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import { newIdentity } from '../client/customer.ts'
import { Http } from '../client/http.ts'
import { nodeRandom } from '../client/link.ts'
import type { Dialect } from './dialect.ts'
import { inTurns } from './dialect.ts'
import type { Server } from './server.ts'
import { type Heard, nextId, type Speech, Talker, TEXT } from './talker.ts'
import { Wire } from './wire.ts'

/** Conversations of one customer: proving who one is costs the server more than a message. */
const PER_CUSTOMER = 20
/** Where the letter stands that tells an ack from a feed: `{"type":"a`. */
const LETTER = '{"type":"'.length

interface Down {
  type: string
  kind?: string
  seq?: number
  minWait?: number
  receipts?: { id: string; answer: { ok: boolean } }[]
  events?: { name: string; cause: string; seq: number }[]
}

/** A customer of the product, by the protocol of docs/protocol.md. */
export const evenkeel: Dialect = {
  name: 'evenkeel',

  async connect(server: Server, count: number): Promise<Talker[]> {
    const customers = Array.from({ length: Math.ceil(count / PER_CUSTOMER) }, () => new Http(server.base))
    await inTurns(customers, async (http) => void (await http.send('POST', '/api/customers', newIdentity())))
    return inTurns(Array.from({ length: count }), async (_, index) => {
      const http = customers[Math.floor(index / PER_CUSTOMER)] as Http
      const talker = await Talker.open(server.base, speechOf(newConversationId(nodeRandom), http.cookie))
      await command(talker, { type: 'open-conversation', language: 'zh-CN', channel: 'terminal' })
      return talker
    })
  },

  async missing(server: Server, talker: Talker): Promise<number> {
    const stored = await readLog(server, talker.speech)
    return talker.acknowledged.filter((id) => !stored.has(id)).length
  },
}

/** Sends a command other than a message. Throws where it is not accepted. */
export function command(talker: Talker, body: object): Promise<void> {
  const id = nextId()
  const to = conversationOf(talker)
  return new Promise((resolve, reject) => {
    const never = () => reject(new Error(`not accepted: ${JSON.stringify(body)}`))
    const tally = { accepted: () => resolve(), refused: never, shed: never, dropped: never }
    talker.send([id], 0, tally, JSON.stringify({ type: 'push', to, commands: [{ id, ...body }] }))
  })
}

export const conversationOf = (talker: Talker) => talker.speech.path.split('/').at(-1) as ConversationId

function speechOf(to: ConversationId, cookie: string): Speech {
  return {
    path: `/api/connect/conversations/${to}`,
    cookie,
    hello: JSON.stringify({ type: 'hello', protocol: PROTOCOL, to, since: Number.MAX_SAFE_INTEGER }),
    push: (ids) =>
      JSON.stringify({ type: 'push', to, commands: ids.map((id) => ({ id, type: 'send-message', text: TEXT })), at: performance.now() }),
    typing: (typing) => JSON.stringify({ type: 'presence', to, typing }),
    hear(payload, whole): Heard | null {
      if (payload[LETTER] === 0x66 && !whole) return null
      const frame = JSON.parse(payload.toString()) as Down
      if (frame.type === 'welcome') return { what: 'welcome' }
      if (frame.type === 'feed') return { what: 'events', ids: (frame.events ?? []).map((event) => event.cause) }
      if (frame.type === 'error' && frame.kind === 'busy') return { what: 'busy', minWait: frame.minWait ?? 1000 }
      if (frame.type === 'error') throw new Error(`the server answered ${frame.kind}`)
      if (frame.type !== 'ack') return null
      const receipts = frame.receipts ?? []
      return {
        what: 'answers',
        accepted: receipts.filter(({ answer }) => answer.ok).map(({ id }) => id),
        refused: receipts.filter(({ answer }) => !answer.ok).map(({ id }) => id),
      }
    },
  }
}

/** The causes of all events of a conversation, read over a socket of its own from the first on. */
async function readLog(server: Server, speech: Speech): Promise<Set<string>> {
  const wire = await Wire.open(server.base, speech.path, speech.cookie)
  const causes = new Set<string>()
  let end = Number.POSITIVE_INFINITY
  let since = 0
  const greet = () => wire.send(JSON.stringify({ ...JSON.parse(speech.hello ?? '{}'), since }))
  await new Promise<void>((resolve, reject) => {
    wire.onClose = () => reject(new Error('cut off while reading a log'))
    wire.onText = (payload) => {
      const frame = JSON.parse(payload.toString()) as Down
      if (frame.type === 'error' && frame.kind === 'busy') setTimeout(greet, frame.minWait ?? 1000)
      else if (frame.type === 'error') reject(new Error(`a log was answered with ${frame.kind}`))
      if (frame.type === 'welcome') end = frame.seq ?? 0
      for (const event of frame.events ?? []) causes.add(event.cause)
      const seq = frame.events?.at(-1)?.seq ?? -1
      if (end === 0 || seq >= end) resolve()
      // A greeting is answered with a portion.
      else if (seq >= since + LIMITS.eventsPerGreeting) {
        since = seq
        greet()
      }
    }
    greet()
  }).finally(() => wire.close())
  return causes
}
