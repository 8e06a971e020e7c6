import { type Infer, v } from '../base/schema.ts'

/** What a desk's own systems can be asked: to look something up, or to do it. Which there are stands in the registry. */
const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/), v.maxLength(40))
export const ActionName = name
export const OutcomeName = name
export const ParameterName = name
export const FactName = name

/** Characters of one fact, and how many an answer may bring. */
export const FACT_LONGEST = 300
export const FACTS_MOST = 16

/** What came back: as the machine keeps it, and as it is shown. */
export const Fact = v.object({ name: FactName, label: v.string(), value: v.string(), shown: v.string() })
export type Fact = Infer<typeof Fact>

/** An action that a desk has added. */
export const isCustom = (action: string): boolean => action.startsWith('custom-')
