import type { ConversationId } from '$shared/base/ids.ts'
import type { Replica } from '../replica/db.ts'

/** The words in a composer that were not sent: they survive reload and crash. */
export async function draftOf(db: Replica, conversation: ConversationId): Promise<string> {
  return db.read(['drafts'], async (transaction) => (await transaction.objectStore('drafts').get(conversation))?.text ?? '')
}

/** Keeps a draft as it is typed; an empty one is forgotten. */
export async function keepDraft(db: Replica, conversation: ConversationId, text: string): Promise<void> {
  await db.write(['drafts'], async (transaction) => {
    const drafts = transaction.objectStore('drafts')
    if (text === '') await drafts.delete(conversation)
    else await drafts.put({ conversation, text })
  })
}
