import { DurableObject } from 'cloudflare:workers'
import type { SeatId } from '../../shared/base/ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Kept } from '../../shared/desk/weighing.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type {
  CorrectionState,
  HubModel,
  JudgeCorrections,
  KeptCorrection,
  OwnIntent,
  UnderstandingInfo,
} from '../../shared/protocol/understanding.ts'
import type { Env } from '../env.ts'
import { migrate } from '../platform/migrations.ts'
import type { Effect } from '../platform/outbox.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { Corrections } from './corrections.ts'
import { MIGRATIONS } from './migrations.ts'
import { Models } from './models.ts'
import { Verdicts } from './verdicts.ts'

/** What the desk taught its models, which it reads with, and what was made of conversations. There is one. */
export class UnderstandingObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #corrections: Corrections
  readonly #models: Models
  readonly #verdicts: Verdicts

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#corrections = new Corrections(this.#sql)
    this.#models = new Models(this.#sql)
    this.#verdicts = new Verdicts(this.#sql)
  }

  /** Readings that seats corrected, and what rules said of conversations. */
  async take(actor: Actor, commands: Effect['command'][]): Promise<Receipt[]> {
    return commands.map((command) => (command.type === 'note-verdict' ? this.#verdicts : this.#corrections).take(actor, command))
  }

  /** What rules said of the latest conversations, newest first. */
  async verdicts(most: number): Promise<Kept[]> {
    return this.#verdicts.last(most)
  }

  /** The newest first, of one state or of all. */
  async corrections(state: CorrectionState | null, most: number): Promise<KeptCorrection[]> {
    return this.#corrections.list(state, most)
  }

  async judge(by: SeatId, judged: JudgeCorrections): Promise<void> {
    this.#corrections.judge(judged)
    this.#note(by, `${judged.ids.length} corrections ${judged.state}`)
  }

  async info(): Promise<UnderstandingInfo> {
    return this.#models.info()
  }

  /** The desk reads with this from now on; null puts back what ships. */
  async useHub(by: SeatId, hub: HubModel | null): Promise<UnderstandingInfo> {
    this.#note(by, hub ? `hub ${hub.source}` : 'no hub')
    return this.#models.setHub(hub, Date.now())
  }

  async intents(): Promise<OwnIntent[]> {
    return this.#models.intents()
  }

  /** Adds or changes one; false where there are too many. */
  async setIntent(by: SeatId, intent: OwnIntent): Promise<boolean> {
    this.#note(by, `intent ${intent.id}`)
    return this.#models.setIntent(intent)
  }

  async dropIntent(by: SeatId, id: string): Promise<void> {
    this.#note(by, `no intent ${id}`)
    this.#models.dropIntent(id)
  }

  async useBaseline(by: SeatId, bytes: ArrayBuffer | null): Promise<UnderstandingInfo> {
    this.#note(by, bytes ? 'own baseline' : 'no own baseline')
    return this.#models.setBaseline(bytes, Date.now())
  }

  async baseline(revision: string): Promise<ArrayBuffer | null> {
    return this.#models.baseline(revision)
  }

  #note(by: SeatId, what: string): void {
    this.#sql.run('INSERT INTO audit (at, who, what) VALUES (?, ?, ?)', Date.now(), by, what)
  }
}
