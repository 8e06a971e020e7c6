import type { ObjectId } from '$shared/base/ids.ts'
import { LIMITS } from '$shared/base/limits.ts'
import { parse } from '$shared/base/schema.ts'
import { Ack } from '$shared/protocol/push.ts'
import type { Waiting } from '$shared/sync/outbox.ts'
import type { Replica } from '../replica/db.ts'
import { refuseAll, takeReceipts } from '../replica/feed.ts'
import { identityOf } from '../replica/identity.ts'
import { claim, toSend } from '../replica/outbox.ts'

/** Who sends: a customer proves again who they are where that has ended, a member of staff signs in by hand. */
export interface Sender {
  pathTo(to: ObjectId): string
  prove(): Promise<boolean>
}

export function customerSender(db: Replica): Sender {
  return {
    pathTo: (to) => `/api/conversations/${to}/push`,
    prove: async () => {
      const { id, secret } = await identityOf(db)
      return (await post('/api/customers', { id, secret })).status === 204
    },
  }
}

export const seatSender: Sender = { pathTo: (to) => `/api/seat/push/${to}`, prove: async () => false }

/**
 * Sends all that waits over HTTP, without a page and without a socket, in order by object. What is answered is taken out
 * as a page would; what is sent by a page at the same time is made harmless by its receipt. Throws when something could
 * not be sent: the browser then tries again later.
 */
export async function flush(db: Replica, sender: Sender): Promise<void> {
  for (;;) {
    const { rows, nextAt } = await toSend(db, Date.now())
    for (const to of new Set(rows.map((row) => row.to)))
      await flushTo(
        db,
        sender,
        to,
        rows.filter((row) => row.to === to),
      )
    if (nextAt === null) return
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, nextAt - Date.now())))
  }
}

async function flushTo(db: Replica, sender: Sender, to: ObjectId, rows: readonly Waiting[]): Promise<void> {
  for (let at = 0; at < rows.length; at += LIMITS.commandsPerPush / 5) {
    const commands = rows.slice(at, at + LIMITS.commandsPerPush / 5).map((row) => row.command)
    const claimed = await claim(
      db,
      commands.map((command) => command.id),
      Date.now(),
    )
    const body = { commands: commands.filter((command) => claimed.has(command.id)) }
    if (body.commands.length === 0) continue
    let response = await post(sender.pathTo(to), body)
    if (response.status === 401 && (await sender.prove())) response = await post(sender.pathTo(to), body)
    if (response.status === 404) return refuseAll(db, to)
    const ack = parse(Ack, response.ok ? await response.json() : null)
    if (!ack.ok) throw new Error(`not sent: ${response.status}`)
    await takeReceipts(db, ack.value.receipts)
  }
}

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
