import { v } from '../base/schema.ts'

export const TIERS = ['ordinary', 'member', 'vip'] as const
export const Tier = v.picklist(TIERS)
export type Tier = v.InferOutput<typeof Tier>
