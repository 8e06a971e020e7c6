import type { CommandId } from '../base/ids.ts'
import type { PackVersion } from '../knowledge/pack.ts'
import type { Act } from '../knowledge/walk.ts'
import type { FlowTurn, SpokenFlow } from './dialogue.ts'

/** An action that one of the desk's systems was asked for. */
export interface AskedAct extends Act {
  id: CommandId
  pack: PackVersion
  action: string
  label: string
  /** The message that led to it. */
  inReplyTo: CommandId
}

/** What a turn builds on: a flow that begins anew asks anew, and what is under way is not asked twice. */
export function actsFor(acts: AskedAct[], turn: FlowTurn | SpokenFlow): AskedAct[] {
  const begins = turn.parts.some((part) => part.kind === 'note' && part.note === 'began')
  return begins ? acts.filter((act) => act.flow !== turn.flow || act.settled === null) : acts
}
