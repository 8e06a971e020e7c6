import type { Policy } from '../../shared/desk/policy.ts'
import type { DeskSettings } from '../../shared/desk/settings.ts'
import type { TicketRules } from '../../shared/ticket/story.ts'
import type { Facts } from '../platform/facts.ts'

/** The rules as the desk last told them, without its holidays; kept in the object for when the desk cannot be reached. */
export class Settled {
  readonly #facts: Facts

  constructor(facts: Facts) {
    this.#facts = facts
  }

  /** Those that clocks were last set by. */
  get last(): TicketRules | null {
    return this.#facts.get<TicketRules>('rules')
  }

  keep(rules: TicketRules): void {
    this.#facts.set('rules', rules)
  }
}

/** What tickets need of how a desk shares out its work. */
export function rulesOf({ levels, fields, lines }: Policy, { hours }: DeskSettings): TicketRules {
  return { levels, fields, hours, lines: lines.map(({ id, hours }) => ({ id, hours })) }
}
