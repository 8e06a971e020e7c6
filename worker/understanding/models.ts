import { LIMITS } from '../../shared/base/limits.ts'
import type { HubModel, OwnIntent, UnderstandingInfo } from '../../shared/protocol/understanding.ts'
import type { Sql } from '../platform/sql.ts'

type Kind = 'hub' | 'baseline'
type Row = { revision: string; body: ArrayBuffer }

function hubOf(body: ArrayBuffer): HubModel {
  const { source, labels } = JSON.parse(new TextDecoder().decode(body)) as HubModel
  return { source, labels }
}

/** Models that this desk reads with instead of what ships. */
export class Models {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  info(): UnderstandingInfo {
    const [hub, baseline] = [this.#get('hub'), this.#get('baseline')]
    return {
      hub: hub && { revision: hub.revision, ...hubOf(hub.body) },
      baseline: baseline?.revision ?? null,
      intents: this.intents().map(({ id, name }) => ({ id, name })),
    }
  }

  async setHub(hub: HubModel | null, now: number): Promise<UnderstandingInfo> {
    // When it was chosen is part of its name: the files behind an address may have changed since the last time.
    await this.#set('hub', hub && (new TextEncoder().encode(JSON.stringify({ ...hub, now })).buffer as ArrayBuffer), now)
    return this.info()
  }

  async setBaseline(bytes: ArrayBuffer | null, now: number): Promise<UnderstandingInfo> {
    await this.#set('baseline', bytes, now)
    return this.info()
  }

  /** The weights of a revision; null where that is not what the desk uses. */
  baseline(revision: string): ArrayBuffer | null {
    const row = this.#get('baseline')
    return row?.revision === revision ? row.body : null
  }

  /** Intents that the desk added, with the sentences that teach them. */
  intents(): OwnIntent[] {
    return this.#sql.run<{ body: string }>('SELECT body FROM intents ORDER BY id').map(({ body }) => JSON.parse(body) as OwnIntent)
  }

  /** Adds or changes one; false where there are too many. */
  setIntent(intent: OwnIntent): boolean {
    const others = this.intents().filter(({ id }) => id !== intent.id)
    if (others.length >= LIMITS.ownIntents) return false
    const body = JSON.stringify(intent)
    this.#sql.run('INSERT INTO intents (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body', intent.id, body)
    return true
  }

  dropIntent(id: string): void {
    this.#sql.run('DELETE FROM intents WHERE id = ?', id)
  }

  #get(kind: Kind): Row | null {
    const [row] = this.#sql.run<Row>('SELECT revision, body FROM models WHERE kind = ?', kind)
    return row ?? null
  }

  /** A revision is what its bytes are called: the same model has the same. */
  async #set(kind: Kind, body: ArrayBuffer | null, now: number): Promise<void> {
    if (!body) {
      this.#sql.run('DELETE FROM models WHERE kind = ?', kind)
      return
    }
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body))
    const revision = Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
    this.#sql.run(
      'INSERT INTO models (kind, revision, body, at) VALUES (?, ?, ?, ?) ON CONFLICT (kind) DO UPDATE SET revision = excluded.revision, body = excluded.body, at = excluded.at',
      kind,
      revision,
      body,
      now,
    )
  }
}
