import { Replica } from './db.ts'
import type { MemoryTables } from './memory.ts'

/** Loaded only where a page gets no space. */
const memory = async (): Promise<MemoryTables> => new (await import('./memory.ts')).MemoryTables()

/** The copy of the person who is served on this device, and of each member of staff: never one database for two people. */
export const customerReplica = (): Replica => new Replica('evenkeel-customer', memory)
export const seatReplica = (seat: string): Replica => new Replica(`evenkeel-${seat}`, memory)
