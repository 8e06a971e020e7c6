import type { Env } from './env.ts'
import type { Effect } from './platform/outbox.ts'
import type { TakesCommands } from './platform/perform.ts'

/** The object that an effect is for. The one place that knows which kinds there are. */
export function objectOf(env: Env, target: Effect['target']): TakesCommands {
  switch (target.kind) {
    case 'conversation':
      return env.CONVERSATION.getByName(target.id) as unknown as TakesCommands
    case 'queue':
      return env.QUEUE.getByName(target.id) as unknown as TakesCommands
    case 'seat':
      return env.SEAT.getByName(target.id) as unknown as TakesCommands
    case 'customer':
      return env.CUSTOMER.getByName(target.id) as unknown as TakesCommands
    default:
      throw new Error(`no object of kind ${target.kind}`)
  }
}
