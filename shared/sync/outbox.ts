import type { CommandId, ObjectId } from '../base/ids.ts'

/** A command that waits on a device for its answer. `order` is its place in the outbox. */
export interface Waiting {
  order: number
  to: ObjectId
  command: { id: CommandId } & Record<string, unknown>
}
