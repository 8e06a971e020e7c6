import { env, runInDurableObject } from 'cloudflare:test'
import type { QueueId, SeatId, TicketId } from '../../../shared/base/ids.ts'
import { newCommandId, newSeatId, ticketIdOf } from '../../../shared/base/new-ids.ts'
import type { Actor } from '../../../shared/conversation/actor.ts'
import type { Down } from '../../../shared/protocol/down.ts'
import type { Answer } from '../../../shared/protocol/receipt.ts'
import { PROTOCOL } from '../../../shared/protocol/version.ts'
import type { Seat } from '../../../shared/seat/state.ts'
import type { Matter } from '../../../shared/ticket/commands.ts'
import type { TicketEvent } from '../../../shared/ticket/events.ts'
import type { Effect } from '../../../worker/platform/outbox.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { matter as matterOf } from '../../support/tickets.ts'
import { Browser, OWNER, type Socket, signedIn } from '../support.ts'

export const commandId = () => newCommandId(random)

export const seat = (name: string, role: 'agent' | 'supervisor' = 'agent'): Extract<Actor, { kind: 'seat' }> => ({
  kind: 'seat',
  id: newSeatId(random) as SeatId,
  name,
  role,
})

export const matter = (more: Partial<Matter> = {}): Matter => matterOf({ reason: 'by-hand', ...more })

export const stub = (ticket: TicketId) => env.TICKET.getByName(ticket)

/** A push from a seat; the answer to its one command. */
export async function tell(
  ticket: TicketId,
  by: Actor,
  command: { type: string } & Record<string, unknown>,
  lines: QueueId[] = [],
): Promise<Answer> {
  const id = (command.id as string | undefined) ?? commandId()
  const frames = await relay(ticket, by, { type: 'push', to: ticket, commands: [{ ...command, id }] }, lines)
  const ack = frames.find((frame) => frame.type === 'ack')
  if (ack?.type !== 'ack' || !ack.receipts[0]) throw new Error(`no answer: ${JSON.stringify(frames)}`)
  return ack.receipts[0].answer
}

export const hello = (ticket: TicketId, by: Actor, lines: QueueId[] = []) =>
  relay(ticket, by, { type: 'hello', protocol: PROTOCOL, to: ticket, since: 0 }, lines)

async function relay(ticket: TicketId, by: Actor, frame: unknown, lines: QueueId[]): Promise<Down[]> {
  return (await stub(ticket).relay(by, lines, frame as Parameters<ReturnType<typeof stub>['relay']>[2])) as Down[]
}

/** A ticket made by hand, taken by whoever made it. */
export async function byHand(by: Actor, more: Partial<Matter> = {}): Promise<TicketId> {
  const id = commandId()
  const ticket = ticketIdOf(id)
  const opened = await tell(ticket, by, { type: 'open-ticket', id, conversation: null, customer: null, matter: matter(more) })
  if (!opened.ok) throw new Error(opened.code)
  await tell(ticket, by, { type: 'take-ticket' })
  return ticket
}

export const take = (ticket: TicketId, by: Actor, command: Effect['command']) => stub(ticket).take(by, [command])

/** The log of a ticket, as it lies in its object. */
export const log = (ticket: TicketId): Promise<TicketEvent[]> =>
  runInDurableObject(stub(ticket), (_object, state) =>
    state.storage.sql
      .exec('SELECT seq, at, cause, name, body FROM events ORDER BY seq')
      .toArray()
      .map(({ body, ...row }) => ({ ...JSON.parse(String(body)), ...row }) as unknown as TicketEvent),
  )

export const names = async (ticket: TicketId): Promise<string[]> => (await log(ticket)).map(({ name }) => name.replace('ticket.v1.', ''))

/** Waits for what other objects do. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A member of staff who is new, signed in. */
export async function addAgent(owner: Browser, name: string): Promise<Browser> {
  const email = `${name}@example.cn`
  const invited = await owner.send('POST', '/api/staff', { name, email, role: 'agent', capacity: 2 })
  const { invitation } = (await invited.json()) as { invitation: string }
  await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  return signedIn(email)
}

/** Sits down at their desk. */
export async function sit(browser: Browser): Promise<{ id: SeatId; socket: Socket; seat: () => Seat | undefined }> {
  const { id } = (await (await browser.send('GET', '/api/me')).json()) as { id: SeatId }
  const { socket } = await browser.connect('/api/connect/seat')
  if (!socket) throw new Error('no socket')
  await socket.hello(id)
  await socket.command(id, { type: 'set-status', status: 'online' })
  const seat = () => socket.frames.findLast((frame) => frame.type === 'seat')?.seat
  return { id, socket, seat }
}
