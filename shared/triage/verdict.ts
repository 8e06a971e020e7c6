import { QueueId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { UrgencyName } from '../understanding/work.ts'
import { Facts } from './facts.ts'
import { RuleId, Skill } from './rules.ts'

/**
 * What the rules said of a conversation, with all that it followed from: enough to say so again, and why. It lies in logs:
 * facts that a newer version adds are passed over.
 */
export const Verdict = v.object({
  facts: v.object(Facts.entries),
  /** The rules that fired, by name as they were called then. */
  fired: v.array(v.object({ id: RuleId, name: v.string() })),
  first: v.picklist(['people', 'assistant']),
  line: QueueId,
  /** Minutes. */
  boost: v.number(),
  skills: v.array(Skill),
  urgency: UrgencyName,
})
export type Verdict = Infer<typeof Verdict>
