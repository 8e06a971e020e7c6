import type { Millis } from '../base/clock.ts'
import type { CommandId } from '../base/ids.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Actor } from '../conversation/actor.ts'
import { authorOf } from '../conversation/author.ts'
import type { ConversationCommand } from '../conversation/commands.ts'
import { decide } from '../conversation/decide.ts'
import type { StoredEvent } from '../conversation/events.ts'
import { applyStored, type Conversation, newConversation } from '../conversation/state.ts'
import { type Item, thread } from '../conversation/thread.ts'
import type { Library } from '../knowledge/pack.ts'

/** A command in the outbox with its answer, when that was no. */
export interface Pending {
  command: ConversationCommand
  at: Millis
  refused: RefusalCode | null
}

/** Confirmed lines and state, with what is pending folded over them: what the screen shows. */
export interface View {
  confirmed: Conversation
  state: Conversation
  items: ViewItem[]
}

/** `pending`: not confirmed yet. `refused`: the room said no, the words are still here. */
export type ViewItem = Item & { pending: boolean; refused: RefusalCode | null }

/** The state after a log. */
export function fold(events: readonly StoredEvent[], from: Conversation = newConversation): Conversation {
  return events.reduce(applyStored, from)
}

/**
 * Replays pending commands over the confirmed log with the same `decide` that the room will use, so that a customer
 * with no network sees what will be. What the room refused keeps its words, marked, until somebody edits or discards it.
 */
export function viewOf(events: readonly StoredEvent[], pending: readonly Pending[], actor: Actor, library: Library): View {
  const confirmed = fold(events)
  const causes = new Set(events.map((event) => event.cause))
  let state = confirmed
  const ahead: StoredEvent[] = []
  const aside: ViewItem[] = []
  for (const { command, at, refused: code } of pending) {
    if (causes.has(command.id)) continue
    if (code !== null) {
      aside.push(...wordsOf(command, at, actor, confirmed.seq, code))
      continue
    }
    const decision = decide(state, command, actor, { now: at, library })
    if (!decision.ok) {
      // The room will say no, but only the room may: until then the words stay on the screen as what they are, unsent.
      aside.push(...wordsOf(command, at, actor, confirmed.seq, null))
      continue
    }
    for (const happening of decision.events) {
      const event: StoredEvent = { ...happening, seq: state.seq + 1, at, cause: command.id }
      ahead.push(event)
      state = applyStored(state, event)
    }
  }
  const lines = thread(ahead, thread(events))
  const items = lines.map((item): ViewItem => ({ ...item, pending: item.seq > confirmed.seq, refused: null }))
  return { confirmed, state, items: [...items, ...aside] }
}

/** The words of a command that did not become an event, as a line of their own. */
function wordsOf(command: ConversationCommand, at: Millis, actor: Actor, seq: number, refused: RefusalCode | null): ViewItem[] {
  if (command.type !== 'send-message' && command.type !== 'leave-message') return []
  const { id, text } = command
  const body: Item['body'] = command.type === 'leave-message' ? { kind: 'text', text, contact: command.contact } : { kind: 'text', text }
  return [{ key: `${id}/text`, id, seq: seq + 1, at, by: authorOf(actor), body, pending: refused === null, refused }]
}

/** How far a message has come, as told to whom wrote it. */
export type Progress = 'here' | 'sending' | 'sent' | 'delivered' | 'read' | 'refused'

/** The true state of a message written on this side. */
export function progressOf(
  item: ViewItem,
  confirmed: Conversation,
  side: 'customer' | 'seat',
  sending: (id: CommandId) => boolean,
): Progress {
  if (item.refused) return 'refused'
  if (item.pending) return sending(item.id) ? 'sending' : 'here'
  const mark = confirmed.marks[side === 'customer' ? 'seat' : 'customer']
  if (item.seq <= mark.read) return 'read'
  return item.seq <= mark.delivered ? 'delivered' : 'sent'
}
