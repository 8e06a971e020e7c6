import { type Heard, respond } from '$shared/assistant/respond.ts'
import type { CommandId } from '$shared/base/ids.ts'
import { derivedCommandId } from '$shared/base/new-ids.ts'
import type { Conversation } from '$shared/conversation/state.ts'
import type { DeskInfo } from '$shared/protocol/http.ts'
import type { ViewItem } from '$shared/sync/replica.ts'
import { instantReading } from '../inference/reader.ts'
import { knowledgeOf, learnSounds } from '../knowledge/indexed.ts'
import type { ShelvedPack } from '../knowledge/shelf.ts'
import type { OutboxRow } from '../replica/rows.ts'
import { meaning } from './meaning.svelte.ts'

/**
 * The assistant's command after a customer's message, or null. Its id follows from the message's, so two tabs, or a
 * page that crashed and came back, think of the same one and it counts once.
 */
export function answerTo(
  state: Conversation,
  message: { id: CommandId; text: string },
  pack: ShelvedPack | null,
  heard: Heard,
): OutboxRow['command'] | null {
  const response = respond(state, message.text, pack && knowledgeOf(pack), heard)
  switch (response.do) {
    case 'say':
      return { id: derivedCommandId(message.id, 'a'), type: 'answer', inReplyTo: message.id, turn: response.turn }
    case 'request-person':
      return { id: derivedCommandId(message.id, 'p'), type: 'request-person' }
    case 'nothing':
      return null
  }
}

/**
 * What is known of a text beside its words: the day here, what the models of this device make of it, where that comes at
 * once, and what the desk's systems were last heard to do.
 */
export async function heardIn(text: string, pack: ShelvedPack | null, now: number, desk: DeskInfo | undefined): Promise<Heard> {
  const here = new Date(now)
  const today = [here.getFullYear(), pad(here.getMonth() + 1), pad(here.getDate())].join('-')
  const [reading, vectors] = await Promise.all([soon(instantReading(text)), soon(meaning.of(text, pack)), soon(learnSounds())])
  // A desk as an older version kept it names none.
  const connected = desk?.configured ? (desk.actions ?? []) : []
  return { today, reading, vectors: vectors ?? undefined, connected }
}

const pad = (number: number): string => String(number).padStart(2, '0')

/** An answer does not wait for a model that is still being fetched. */
const PATIENCE = 150
const soon = <Value>(value: Promise<Value>): Promise<Value | null> =>
  Promise.race([value.catch(() => null), new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null))])

/** The customer's last message, where nobody and nothing has answered it: the page may have died in between. */
export function unanswered(items: readonly ViewItem[]): { id: CommandId; text: string } | null {
  const last = items.findLast((item) => item.body.kind !== 'notice' && item.refused === null)
  if (last?.by.kind !== 'customer' || last.body.kind !== 'text' || last.body.contact !== undefined) return null
  const noticed = items.some((item) => item.id === derivedCommandId(last.id, 'p'))
  return noticed ? null : { id: last.id, text: last.body.text }
}
