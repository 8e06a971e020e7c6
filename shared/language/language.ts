import { v } from '../base/schema.ts'
import { LANGUAGES } from './languages.ts'

/** A language that the product speaks. */
export const Language = v.picklist(LANGUAGES)
export type Language = v.InferOutput<typeof Language>
