import { type Infer, v } from '../base/schema.ts'
import { Hours } from '../calendar/schedule.ts'
import { Language } from '../language/language.ts'

export const INDUSTRIES = ['e-commerce', 'finance', 'telecom', 'government'] as const
export const Industry = v.picklist(INDUSTRIES)
export type Industry = v.InferOutput<typeof Industry>

export const DeskSettings = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  industry: Industry,
  language: Language,
  hours: Hours,
})
export type DeskSettings = Infer<typeof DeskSettings>
