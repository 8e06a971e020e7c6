import { env, SELF } from 'cloudflare:test'
import type { ConversationId, CustomerId, ObjectId } from '../../shared/base/ids.ts'
import { newCommandId, newConversationId, newCustomerId, newSecret } from '../../shared/base/new-ids.ts'
import { ALWAYS } from '../../shared/calendar/hours.ts'
import type { Pack } from '../../shared/knowledge/pack.ts'
import { PING, PONG, parseDown } from '../../shared/protocol/codec.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { Answer } from '../../shared/protocol/receipt.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import { THE_ONE } from '../../worker/env.ts'
import { platformRandom as random } from '../../worker/platform/random.ts'
import { edgeReader } from '../../worker/understanding/edge.ts'

export const ORIGIN = 'https://desk.example'
export const newCustomer = () => ({ id: newCustomerId(random), secret: newSecret(random) })
export const freshConversation = () => newConversationId(random)

/** The cookies of one browser. */
export class Browser {
  cookie = ''

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await SELF.fetch(ORIGIN + path, {
      ...init,
      headers: { origin: ORIGIN, cookie: this.cookie, ...(init.headers as Record<string, string>) },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const [name = ''] = pair.split('=')
      const others = this.cookie.split('; ').filter((other) => other && !other.startsWith(`${name}=`))
      this.cookie = [...others, pair].join('; ')
    }
    return response
  }

  send(method: string, path: string, body?: unknown): Promise<Response> {
    return this.fetch(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  }

  async connect(path: string, headers: Record<string, string> = {}): Promise<{ response: Response; socket: Socket | null }> {
    const response = await this.fetch(path, { headers: { upgrade: 'websocket', ...headers } })
    return { response, socket: response.webSocket ? new Socket(response.webSocket) : null }
  }
}

/** A socket that can be waited on: what came down so far, and the next frame that fits. */
export class Socket {
  readonly frames: Down[] = []
  closed: { code: number } | null = null
  pongs = 0
  readonly #socket: WebSocket
  #waiters: (() => void)[] = []

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.accept()
    socket.addEventListener('message', (message) => {
      if (message.data === PONG) this.pongs++
      else {
        const parsed = parseDown(message.data)
        if (parsed.ok) this.frames.push(parsed.frame)
      }
      this.#wake()
    })
    socket.addEventListener('close', (close) => {
      this.closed = { code: close.code }
      this.#wake()
    })
  }

  raw(text: string | ArrayBuffer): void {
    this.#socket.send(text)
  }

  ping(): void {
    this.#socket.send(PING)
  }

  close(): void {
    this.#socket.close(1000)
  }

  hello(to: ObjectId, since = 0): Promise<Extract<Down, { type: 'welcome' }>> {
    this.raw(JSON.stringify({ type: 'hello', protocol: PROTOCOL, to, since }))
    return this.next((frame) => frame.type === 'welcome' && frame.of === to) as Promise<Extract<Down, { type: 'welcome' }>>
  }

  /** Sends one command and waits for its answer. */
  async command(to: ObjectId, body: Record<string, unknown> & { type: string }): Promise<Answer> {
    const command = { id: newCommandId(random), ...body }
    this.raw(JSON.stringify({ type: 'push', to, commands: [command] }))
    return this.answer(command.id)
  }

  async answer(id: string): Promise<Answer> {
    const ack = await this.next((frame) => frame.type === 'ack' && frame.receipts.some((receipt) => receipt.id === id))
    const receipt = ack.type === 'ack' && ack.receipts.find((receipt) => receipt.id === id)
    if (!receipt) throw new Error('an ack without its receipt')
    return receipt.answer
  }

  /** The first frame, already here or still to come, that fits; it is taken out. */
  async next(fits: (frame: Down) => boolean): Promise<Down> {
    for (;;) {
      const at = this.frames.findIndex(fits)
      if (at >= 0) return this.frames.splice(at, 1)[0] as Down
      await this.#change()
    }
  }

  async untilClosed(): Promise<number> {
    while (!this.closed) await this.#change()
    return this.closed.code
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.#change()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve))
  }

  #wake(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }
}

/** A customer with a socket to a conversation of their own, opened. */
export async function openConversation(): Promise<{ browser: Browser; id: CustomerId; conversation: ConversationId; socket: Socket }> {
  const browser = new Browser()
  const customer = newCustomer()
  await browser.send('POST', '/api/customers', customer)
  const conversation = freshConversation()
  const { socket } = await browser.connect(`/api/connect/conversations/${conversation}`)
  if (!socket) throw new Error('no socket')
  await socket.hello(conversation)
  await socket.command(conversation, { type: 'open-conversation', language: 'zh-CN', channel: 'web' })
  return { browser, id: customer.id, conversation, socket }
}

export const ARTICLES = [
  {
    id: 'return-goods',
    category: '售后',
    question: '怎么退货',
    phrasings: ['想退货'],
    answer: '七天内可以退。',
    source: { title: '退货规则', section: '' },
    updated: '2026-11-01',
    related: [],
  },
]

/** Publishes a small pack and gives its version. */
export async function publishPack(): Promise<Pack['version']> {
  return env.KNOWLEDGE.getByName(THE_ONE).publish({ format: 1, language: 'zh-CN', articles: ARTICLES })
}

export const OWNER = { name: '李娜', email: 'lina@example.cn', password: 'a calm sea is no school' }

/** Sets the desk up past the door that fetches templates, which is tried in the real browser. Idempotent. */
export async function configureDesk(): Promise<void> {
  // The test's bundler brings large files slowly, and no verdict waits for them longer than a moment.
  await edgeReader()
  const body = {
    code: await setupCode(),
    settings: { name: '山海小店', industry: 'e-commerce' as const, language: 'zh-CN' as const, hours: ALWAYS },
    owner: OWNER,
    placeholders: {},
  }
  await env.DESK.getByName(THE_ONE).configure(body, 'test')
}

export async function setupCode(): Promise<string> {
  const { runInDurableObject } = await import('cloudflare:test')
  const stub = env.DESK.getByName(THE_ONE)
  await stub.announceSetup()
  return runInDurableObject(stub, (_object, state) =>
    String(state.storage.sql.exec("SELECT value FROM secrets WHERE name = 'setup-code'").toArray()[0]?.value ?? ''),
  )
}

export async function signedIn(email = OWNER.email, password = OWNER.password): Promise<Browser> {
  const browser = new Browser()
  const response = await browser.send('POST', '/api/sign-in', { email, password })
  if (response.status !== 200) throw new Error(`not signed in: ${response.status}`)
  return browser
}
