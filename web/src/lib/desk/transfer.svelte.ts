import type { SeatId } from '$shared/base/ids.ts'
import type { Colleague, HttpError } from '$shared/protocol/http.ts'
import type { QueueCommand } from '$shared/queue/commands.ts'
import type { LineSettings } from '$shared/queue/lines.ts'
import { getColleagues, getPolicy } from '../setup/api.ts'

export type TransferTarget = Extract<QueueCommand, { type: 'transfer' }>['to']
export type TransferKind = TransferTarget['kind']

const PRESENCE = ['online', 'busy', 'break', 'offline'] as const satisfies readonly Colleague['status'][]

/** To whom a conversation can be handed, and to whom it is to be. Asked anew each time: who is there changes. */
export class Transfer {
  readonly #me: SeatId
  kind = $state<TransferKind>('line')
  target = $state('')
  note = $state('')
  warm = $state(false)
  lines = $state.raw<LineSettings[] | null>(null)
  colleagues = $state.raw<Colleague[] | null>(null)
  error = $state<HttpError | null>(null)

  constructor(me: SeatId) {
    this.#me = me
  }

  async load(): Promise<void> {
    this.error = null
    const [policy, colleagues] = await Promise.all([getPolicy(), getColleagues()])
    if (policy.ok) this.lines = policy.value.lines
    else this.error = policy.error
    if (colleagues.ok) this.colleagues = this.#sorted(colleagues.value)
    else this.error ??= colleagues.error
  }

  /** Skills that anybody has. */
  get skills(): string[] {
    return [...new Set((this.colleagues ?? []).flatMap(({ skills }) => skills))].toSorted()
  }

  use(kind: TransferKind): void {
    this.kind = kind
    this.target = ''
  }

  /** What was chosen; null while nothing is. */
  get to(): TransferTarget | null {
    const { kind, target } = this
    if (kind === 'skill') return this.skills.includes(target) ? { kind, skill: target } : null
    if (kind === 'line') {
      const line = this.lines?.find(({ id }) => id === target)
      return line ? { kind, line: line.id } : null
    }
    const seat = this.colleagues?.find(({ id }) => id === target)
    return seat ? { kind, seat: seat.id } : null
  }

  /** How many sit at a line now, or have a skill and sit there. */
  presentFor(target: { line: string } | { skill: string }): number {
    const fits = ({ lines, skills }: Colleague) =>
      'line' in target ? lines.length === 0 || lines.some((id) => id === target.line) : skills.includes(target.skill)
    return (this.colleagues ?? []).filter((colleague) => isPresent(colleague) && fits(colleague)).length
  }

  /** Who is there first, then who has most room. */
  #sorted(colleagues: Colleague[]): Colleague[] {
    const rank = ({ status }: Colleague) => PRESENCE.indexOf(status)
    const room = ({ capacity, serving }: Colleague) => capacity - serving
    return colleagues
      .filter(({ id }) => id !== this.#me)
      .toSorted((one, other) => rank(one) - rank(other) || room(other) - room(one) || one.name.localeCompare(other.name))
  }
}

export const isPresent = ({ status }: Colleague): boolean => status === 'online' || status === 'busy'
