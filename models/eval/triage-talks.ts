import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Infer, parse, v } from '../../shared/base/schema.ts'
import { Industry } from '../../shared/desk/settings.ts'
import { Language } from '../../shared/language/language.ts'
import { intentOf } from '../../shared/understanding/labels.ts'

const FOLDER = join(import.meta.dirname, '..', 'data', 'triage')

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Said = v.pipe(v.string(), v.trim(), v.nonEmpty())
const Known = v.pipe(
  v.string(),
  v.check((id) => intentOf(id) !== undefined),
)

/** What is true of a talk, by the definitions that `models/data/triage/README.md` gives. */
const Truth = v.strictObject({
  intents: v.pipe(v.array(Known), v.minLength(1), v.maxLength(2)),
  type: v.picklist(['enquiry', 'application', 'return', 'fault', 'complaint', 'suggestion']),
  urgency: v.picklist(['low', 'normal', 'high', 'urgent']),
  department: v.picklist(['service', 'after-sales', 'operations', 'technical', 'finance', 'government']),
  first: v.picklist(['people', 'assistant']),
  facts: v.array(Said),
})

const TriageTalk = v.strictObject({
  id: v.string(),
  industry: Industry,
  language: Language,
  tier: v.picklist(['ordinary', 'member', 'vip']),
  history: v.strictObject({ conversations: Count, openTickets: Count, dissatisfied: v.boolean() }),
  says: v.pipe(v.array(Said), v.nonEmpty()),
  truth: Truth,
})

/** What somebody says to a desk, who they are to it, and what has to become of it. */
export type TriageTalk = Infer<typeof TriageTalk>

/** Every talk, in the order of files and lines. Throws with file and line on what is none. */
export function triageTalks(): TriageTalk[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.jsonl'))
    .toSorted()
    .flatMap((file) =>
      readFileSync(join(FOLDER, file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line, at) => {
          const parsed = parse(TriageTalk, JSON.parse(line))
          if (!parsed.ok) throw new Error(`${file}:${at + 1}: ${parsed.issues}`)
          if (parsed.value.id !== `${file.slice(0, -'.jsonl'.length)}.${at + 1}`)
            throw new Error(`${file}:${at + 1}: its id is of another line`)
          return parsed.value
        }),
    )
}

/**
 * Whether a talk may be looked at for mending: those of even numbers, of what was written first. Nobody mends with the others, which
 * tell the truth.
 */
export const isForMending = ({ id }: Pick<TriageTalk, 'id'>): boolean =>
  !id.includes('.later.') && Number(id.slice(id.lastIndexOf('.') + 1)) % 2 === 0
