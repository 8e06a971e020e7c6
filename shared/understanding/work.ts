import { v } from '../base/schema.ts'
import type { Department, TicketType, Urgency } from './label.ts'
import { ANGER, MOODS } from './labels.ts'

// The words of `label.ts` and `labels.ts` as they travel.

export const TICKET_TYPES = [
  'enquiry',
  'application',
  'return',
  'fault',
  'complaint',
  'suggestion',
] as const satisfies readonly TicketType[]
export const URGENCIES = ['low', 'normal', 'high', 'urgent'] as const satisfies readonly Urgency[]
export const DEPARTMENTS = [
  'service',
  'after-sales',
  'operations',
  'technical',
  'finance',
  'government',
] as const satisfies readonly Department[]

export const TicketTypeName = v.picklist(TICKET_TYPES)
export const UrgencyName = v.picklist(URGENCIES)
export const DepartmentName = v.picklist(DEPARTMENTS)
export const MoodName = v.picklist(MOODS)
export const AngerLevel = v.picklist(ANGER)
