import type { Industry, Intent } from './label.ts'
import { COMMON } from './labels/common.ts'
import { DIALOGUE } from './labels/dialogue.ts'
import { COMMERCE } from './labels/e-commerce.ts'
import { FINANCE } from './labels/finance.ts'
import { GOVERNMENT } from './labels/government.ts'
import { TELECOM } from './labels/telecom.ts'

/** Everything a message can want: the one vocabulary. Its order is the order of every model's outputs. */
export const INTENTS = [...DIALOGUE, ...COMMON, ...COMMERCE, ...FINANCE, ...TELECOM, ...GOVERNMENT] as const

/** Said of what fits none of them; no class of its own but what is left when nothing is likely enough. */
export const OUT_OF_SCOPE = 'out-of-scope'

const BY_ID = new Map<string, Intent>(INTENTS.map((intent) => [intent.id, intent]))

/** What is known of an intent; undefined for an id of a newer version or of a desk's own. */
export const intentOf = (id: string): Intent | undefined => BY_ID.get(id)

/** Intents that a customer of an industry can have. */
export const intentsOf = (industry: Industry): readonly Intent[] =>
  INTENTS.filter((intent) => intent.industry === 'common' || intent.industry === industry)

export const MOODS = ['negative', 'neutral', 'positive'] as const
export type Mood = (typeof MOODS)[number]

/** None; displeased; angry; furious or threatening. */
export const ANGER = [0, 1, 2, 3] as const
export type Anger = (typeof ANGER)[number]

/** Intents that a desk adds beside the vocabulary are known by how their ids begin. */
const OWN = /^own-[a-z0-9]{1,20}$/
export const isOwn = (id: string): boolean => OWN.test(id)

/** Whether it is a name that a message may be given: of the vocabulary, of a desk's own, or none of them. */
export const isIntentId = (id: string): boolean => id === OUT_OF_SCOPE || intentOf(id) !== undefined || isOwn(id)

/** Whether somebody who says so wants something done or told, and not merely talk. */
export const isMatter = (id: string): boolean => isOwn(id) || (intentOf(id)?.ticket ?? null) !== null
