import { Live } from '../replica/live.svelte.ts'
import { customerReplica } from '../replica/open.ts'
import { headsOf } from '../replica/queries.ts'
import type { HeadRow } from '../replica/rows.ts'

/** The conversations of this device, for a list. */
export class History {
  readonly #heads: Live<HeadRow[]>

  constructor() {
    const db = customerReplica()
    this.#heads = new Live(db, ['heads'], () => headsOf(db))
  }

  /** Undefined until they have been read. */
  get heads(): HeadRow[] | undefined {
    return this.#heads.current
  }
}
