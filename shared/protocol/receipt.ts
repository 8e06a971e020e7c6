import { CommandId } from '../base/ids.ts'
import { RefusalCode } from '../base/refusal.ts'
import { type Infer, v } from '../base/schema.ts'

/**
 * The remembered answer to a command: the seq reached by its events, or the code of the refusal. One that a newer server has
 * more is a refusal all the same: without an answer its command would be sent for ever.
 */
export const Answer = v.variant('ok', [
  v.object({ ok: v.literal(true), seq: v.number() }),
  v.object({ ok: v.literal(false), code: v.fallback(RefusalCode, 'invalid-command') }),
])
export type Answer = Infer<typeof Answer>

export const Receipt = v.object({ id: CommandId, answer: Answer })
export type Receipt = Infer<typeof Receipt>
