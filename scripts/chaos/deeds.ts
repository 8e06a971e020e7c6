import type { CommandId, ConversationId, ObjectId } from '../../shared/base/ids.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { Answer } from '../../shared/protocol/receipt.ts'
import { applyStored, newTicket } from '../../shared/ticket/state.ts'
import { nodeRandom } from '../client/link.ts'
import type { Held } from './disk.ts'
import type { Sent } from './verdict.ts'

/** What somebody asked of an object, and its answer once that is here. */
export interface Deed {
  id: CommandId
  by: string
  to: ObjectId
  body: { type: string } & Record<string, unknown>
  answer: Answer | null
}

/** What everybody has asked for so far, in order. */
export class Deeds {
  readonly all: Deed[] = []
  readonly #open = new Map<string, number>()

  /** Asks, and gives when it is answered. */
  async ask(
    by: string,
    to: ObjectId,
    body: Deed['body'],
    send: (command: Deed['body'] & { id: CommandId }) => Promise<Answer>,
  ): Promise<Answer> {
    const deed: Deed = { id: newCommandId(nodeRandom), by, to, body, answer: null }
    this.all.push(deed)
    this.#count(by, to, 1)
    deed.answer = await send({ ...body, id: deed.id })
    this.#count(by, to, -1)
    return deed.answer
  }

  /** Whether something that somebody asked of an object has no answer yet. */
  isPending(by: string, to: ObjectId): boolean {
    return (this.#open.get(`${by} ${to}`) ?? 0) > 0
  }

  /** Whether each of these was done at least once. */
  haveBeenDone(types: readonly string[]): boolean {
    return types.every((type) => this.all.some(({ body, answer }) => body.type === type && answer?.ok))
  }

  /** What was said into a conversation and taken, by sender. */
  saidInto(conversation: ConversationId): Sent[] {
    type Said = { texts: string[]; acknowledged: Map<string, number> }
    const said = new Map<string, Said>()
    for (const { by, to, body, answer } of this.all) {
      if (to !== conversation || body.type !== 'send-message' || !answer?.ok) continue
      const sent: Said = said.get(by) ?? { texts: [], acknowledged: new Map() }
      said.set(by, sent)
      sent.texts.push(String(body.text))
      sent.acknowledged.set(String(body.text), answer.seq)
    }
    return [...said.values()]
  }

  #count(by: string, to: ObjectId, step: number): void {
    const key = `${by} ${to}`
    this.#open.set(key, (this.#open.get(key) ?? 0) + step)
  }
}

/** The event that a deed leads to where it was accepted; where it may lead to none, what then holds is looked at. */
const EVENT: Readonly<Record<string, string>> = {
  'open-conversation': 'v1.ConversationOpened',
  'send-message': 'v1.MessageSent',
  'request-person': 'v1.PersonRequested',
  'leave-queue': 'v1.QueueLeft',
  'leave-message': 'v1.MessageLeft',
  'say-to-ticket': 'v1.TicketAdded',
  'open-ticket': 'v1.TicketOpened',
  'close-conversation': 'v1.ConversationClosed',
  'take-offer': 'v1.Taken',
  'decline-offer': 'v1.OfferEnded',
  transfer: 'v1.HandedOn',
  note: 'ticket.v1.Noted',
  'answer-customer': 'ticket.v1.Answered',
  'hand-ticket': 'ticket.v1.HandedOn',
  'resolve-ticket': 'ticket.v1.Resolved',
  'close-ticket': 'ticket.v1.Closed',
  'reopen-ticket': 'ticket.v1.Reopened',
  'set-status': 'ticket.v1.StatusChanged',
}

/** [T28] What was accepted is in its log once, what was refused is not, and everything has been answered. Says what is not so. */
export function* judgeDeeds(deeds: readonly Deed[], held: Held): Iterable<string> {
  const logs = new Map<string, readonly { name: string; cause: string }[]>([...held.conversations, ...held.tickets])
  for (const { id, by, to, body, answer } of deeds) {
    const log = logs.get(to) ?? held.queueLog
    const times = log.filter(({ name, cause }) => cause === id && name === EVENT[body.type]).length
    const what = `${body.type} of ${by} to ${to} (${id})`
    if (!answer) yield `${what} was never answered`
    else if (!answer.ok && times > 0) yield `${what} was refused as ${answer.code} and was done`
    else if (answer.ok && times > 1) yield `${what} was done ${times} times`
    else if (answer.ok && times === 0 && !holdsAlready({ to, body, answer }, held)) yield `${what} was acknowledged and is lost`
  }
}

/** A ticket that already stood where it was to go is moved by nothing. */
function holdsAlready({ to, body, answer }: Pick<Deed, 'to' | 'body' | 'answer'>, { tickets }: Held): boolean {
  if (body.type !== 'set-status' || !answer?.ok) return false
  const log = [...tickets].find(([id]) => id === to)?.[1] ?? []
  return log.length >= answer.seq && log.slice(0, answer.seq).reduce(applyStored, newTicket).status === body.status
}
