import type { ConversationId } from '$shared/base/ids.ts'
import type { Replica } from '../replica/db.ts'

/** The words in a composer that were not sent: they survive reload and crash. */
export async function draftOf(db: Replica, conversation: ConversationId): Promise<string> {
  return (await db.drafts.get(conversation))?.text ?? ''
}

/** Keeps a draft as it is typed; an empty one is forgotten. */
export async function keepDraft(db: Replica, conversation: ConversationId, text: string): Promise<void> {
  if (text === '') await db.drafts.delete(conversation)
  else await db.drafts.put({ conversation, text })
}
