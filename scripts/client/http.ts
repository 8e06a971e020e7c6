import { LIMITS } from '../../shared/base/limits.ts'

/** A program's talk with the worker over HTTP: it keeps its own cookies, as a browser would. */
export class Http {
  readonly base: string
  #cookies = new Map<string, string>()

  constructor(base: string) {
    this.base = base.replace(/\/$/, '')
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Sends JSON and gives status and body; the body is null where there is none. Throws where no answer comes in time. */
  async send(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(this.base + path, {
      method,
      signal: AbortSignal.timeout(LIMITS.connect),
      headers: { cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const text = await response.text()
    return { status: response.status, body: text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null }
  }
}
