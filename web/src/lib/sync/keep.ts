import type { Replica } from '../replica/db.ts'

/**
 * Asks the browser to promise that it keeps what is stored here, and notes its answer. Asked when there is something to
 * lose and somebody at work with it: browsers refuse a page that asks at its first sight.
 */
export async function askToKeep(db: Replica): Promise<void> {
  if (!navigator.storage?.persist || (await db.recall('persisted'))) return
  const persisted = (await navigator.storage.persisted()) || (await navigator.storage.persist())
  await db.keep('persisted', persisted)
}
