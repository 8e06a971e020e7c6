import { LIMITS } from '$shared/base/limits.ts'
import { isLeftOpen, matterIn } from '$shared/conversation/said.ts'
import type { View } from '$shared/sync/replica.ts'

/** What a customer said and nobody answered, in their own words; empty where there is nothing of the kind. */
export function toldIn({ state, items }: Pick<View, 'state' | 'items'>): string {
  if (!isLeftOpen(state.said)) return ''
  const open = new Set<string>(matterIn(state.said).map(({ id }) => id))
  const texts = items.flatMap((item) => (open.has(item.id) && item.body.kind === 'text' ? [item.body.text] : []))
  return texts.join('\n').slice(0, LIMITS.messageText)
}
