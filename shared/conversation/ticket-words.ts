import { v } from '../base/schema.ts'

/** Where a ticket stands, as its conversation is told: 待受理, 处理中, 待客户, 待第三方, 已解决, 已办结. */
export const TOLD_STATUSES = ['received', 'processing', 'awaiting-customer', 'awaiting-third-party', 'resolved', 'closed'] as const
export const ToldStatus = v.picklist(TOLD_STATUSES)
export type ToldStatus = v.InferOutput<typeof ToldStatus>

/** Why a conversation led to a ticket. */
export const OpenedFor = v.picklist(['message', 'request', 'by-hand', 'unsolved'])
export type OpenedFor = v.InferOutput<typeof OpenedFor>

/** What a customer may say to a ticket: something more, that it takes too long (催办), that it is not settled. */
export const TicketWord = v.picklist(['addition', 'urge', 'reopen'])
export type TicketWord = v.InferOutput<typeof TicketWord>

/** What a ticket tells of itself. `service`: what it is about was changed. */
export const TicketMove = v.picklist(['assigned', 'status', 'answer', 'reopened', 'merged', 'service'])
export type TicketMove = v.InferOutput<typeof TicketMove>
