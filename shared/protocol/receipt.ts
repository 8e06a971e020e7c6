import { CommandId } from '../base/ids.ts'
import { RefusalCode } from '../base/refusal.ts'
import { type Infer, v } from '../base/schema.ts'

/** The remembered answer to a command: the seq reached by its events, or the code of the refusal. */
export const Answer = v.variant('ok', [
  v.object({ ok: v.literal(true), seq: v.number() }),
  v.object({ ok: v.literal(false), code: RefusalCode }),
])
export type Answer = Infer<typeof Answer>

export const Receipt = v.object({ id: CommandId, answer: Answer })
export type Receipt = Infer<typeof Receipt>
