import { env } from 'cloudflare:test'
import { newCommandId } from '../../../shared/base/new-ids.ts'
import type { StoredEvent } from '../../../shared/conversation/events.ts'
import type { PackVersion } from '../../../shared/knowledge/pack.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { ACTING_FLOWS } from '../../support/flows.ts'
import { ARTICLES, openConversation, type Socket } from '../support.ts'

const flow = 'where-is-it'
const told = (value: string) => ({ value, shown: value })

export const publishFlow = (): Promise<PackVersion> =>
  env.KNOWLEDGE.getByName(THE_ONE).publish({ format: 2, language: 'zh-CN', articles: ARTICLES, flows: ACTING_FLOWS })

/** A customer whose device has come to the look-up of an order. */
export async function looksUp(pack: PackVersion, order: string, tail: string, before?: Awaited<ReturnType<typeof openConversation>>) {
  const talk = before ?? (await openConversation())
  const slots = { order: told(order), tail: told(tail) }
  const dialogue = { pack, flow, slots, said: [], confirmed: false, tries: 0, below: null }
  const parts = [
    { kind: 'note', note: 'began', slot: null },
    { kind: 'step', flow, step: 'look' },
  ]
  const turn = { kind: 'flow', pack, flow, parts, slots, dialogue, outcome: 'going' }
  const answer = await talk.socket.command(talk.conversation, { type: 'answer', inReplyTo: newCommandId(random), turn })
  return { ...talk, answer }
}

/** The last event of a name that has come down a socket, once there is one. */
export async function nextEvent(socket: Socket, name: string): Promise<StoredEvent> {
  const last = () => socket.frames.flatMap((frame) => (frame.type === 'feed' ? frame.events : [])).findLast((event) => event.name === name)
  await socket.until(() => last() !== undefined)
  return last() as StoredEvent
}
