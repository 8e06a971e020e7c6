import type { Replica } from './db.ts'
import type { Store } from './rows.ts'

/**
 * Runs a query now and after every write to the stores it reads, in any tab. Answers come in order: a write during a
 * query has it run once more. The answer ends it.
 */
export function observe<Value>(
  db: Replica,
  stores: readonly Store[],
  query: () => Promise<Value>,
  next: (value: Value) => void,
  failed: (fault: unknown) => void = () => {},
): () => void {
  let running = false
  let again = false
  let ended = false

  async function run(): Promise<void> {
    again = running
    if (running) return
    running = true
    try {
      const value = await query()
      if (!ended) next(value)
    } catch (fault) {
      if (!ended) failed(fault)
    }
    running = false
    if (again && !ended) void run()
  }

  const unwatch = db.watch(stores, () => void run())
  void run()
  return () => {
    ended = true
    unwatch()
  }
}
