import type { Millis } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { newSecret } from '../../shared/base/new-ids.ts'
import { isCallable, type Route, type SetRoute } from '../../shared/protocol/connector.ts'
import { Facts } from '../platform/facts.ts'
import { platformRandom } from '../platform/random.ts'
import type { Sql } from '../platform/sql.ts'

interface Secret {
  value: string
  at: Millis
  before: string | null
}

/** Which action is done by whom, and where the business's own system is. */
export class Settings {
  readonly #facts: Facts

  constructor(sql: Sql) {
    this.#facts = new Facts(sql)
  }

  get routes(): Record<string, Route> {
    return this.#facts.get<Record<string, Route>>('routes') ?? {}
  }

  setRoute({ action, route }: SetRoute): void {
    const { [action]: _before, ...others } = this.routes
    this.#facts.set('routes', route === 'none' ? others : { ...others, [action]: route })
  }

  get url(): string {
    return this.#facts.get<string>('url') ?? ''
  }

  /** False where it is no address to send anything to. */
  setUrl(url: string, local: boolean): boolean {
    if (url !== '' && !isCallable(url, local)) return false
    this.#facts.set('url', url)
    return true
  }

  get secretAt(): Millis | null {
    return this.#facts.get<Secret>('secret')?.at ?? null
  }

  /** Makes a secret, which is told now and never again; the one before signs beside it for a while. */
  renewSecret(now: Millis): string {
    const before = this.#facts.get<Secret>('secret')
    const value = newSecret(platformRandom)
    this.#facts.set('secret', { value, at: now, before: before?.value ?? null } satisfies Secret)
    return value
  }

  /** The secrets that a call is signed with: the newest first. */
  secrets(now: Millis): string[] {
    const secret = this.#facts.get<Secret>('secret')
    if (!secret) return []
    return secret.before && now - secret.at < LIMITS.secretOverlap ? [secret.value, secret.before] : [secret.value]
  }
}
