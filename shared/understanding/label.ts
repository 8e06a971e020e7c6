/** The industries that ship ready. `common` is what customers of each of them say. */
export type Industry = 'common' | 'e-commerce' | 'finance' | 'telecom' | 'government'

/** Who answers for it, where a desk has such a department. */
export type Department = 'service' | 'after-sales' | 'operations' | 'technical' | 'finance' | 'government'

/** What kind of work it becomes when it cannot be settled at once. */
export type TicketType = 'enquiry' | 'application' | 'return' | 'fault' | 'complaint' | 'suggestion'

export type Urgency = 'low' | 'normal' | 'high' | 'urgent'

/** What a customer can want with one message. */
export interface Intent {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly industry: Industry
  readonly department: Department
  /** Null where it leads to no work. */
  readonly ticket: TicketType | null
  /** How urgent it usually is; what is said can raise or lower it. */
  readonly urgency: Urgency
  /** Whether a flow can serve it from beginning to end. */
  readonly flow: boolean
  /** One sentence each. */
  readonly means: { readonly zh: string; readonly en: string }
  /** Neighbours that it is mistaken for. */
  readonly not: readonly string[]
}
