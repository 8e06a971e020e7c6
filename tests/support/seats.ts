import type { Actor } from '../../shared/conversation/actor.ts'
import type { SeatCommand } from '../../shared/seat/commands.ts'
import { decide } from '../../shared/seat/decide.ts'
import { apply, newSeat, type Seat, type SeatEvent } from '../../shared/seat/state.ts'
import { queueActor } from './actors.ts'
import { START } from './conversations.ts'

/** A seat in memory. */
export class TestSeat {
  state: Seat = newSeat
  readonly events: SeatEvent[] = []

  take(command: SeatCommand, actor: Actor = queueActor): string[] {
    const decision = decide(this.state, command, actor)
    if (!decision.ok) throw new Error(`refused: ${decision.code}`)
    for (const happening of decision.events) {
      const event = { ...happening, seq: this.state.seq + 1, at: START, cause: command.id } as SeatEvent
      this.events.push(event)
      this.state = apply(this.state, event)
    }
    return decision.events.map((event) => event.name)
  }

  refusalOf(command: SeatCommand, actor: Actor = queueActor): string | null {
    const decision = decide(this.state, command, actor)
    return decision.ok ? null : decision.code
  }
}
