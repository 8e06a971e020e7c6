import type { Server } from './server.ts'
import type { Talker } from './talker.ts'

/** A kind of server that can be measured. */
export interface Dialect {
  name: string
  /** Conversations that are open and may be talked in. */
  connect(server: Server, count: number): Promise<Talker[]>
  /** How many messages were acknowledged that its log, read afresh, does not hold. */
  missing(server: Server, talker: Talker): Promise<number>
}

export interface Measured {
  dialect: Dialect
  server: Server
}

/** Works at all, some at a time, and keeps their order. */
export async function inTurns<Item, Value>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Value>,
  atOnce = 16,
): Promise<Value[]> {
  const values: Value[] = []
  let next = 0
  async function turn(): Promise<void> {
    for (let index = next++; index < items.length; index = next++) values[index] = await work(items[index] as Item, index)
  }
  await Promise.all(Array.from({ length: atOnce }, turn))
  return values
}
