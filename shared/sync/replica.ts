import type { Millis } from '../base/clock.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Actor } from '../conversation/actor.ts'
import { authorOf } from '../conversation/author.ts'
import type { ConversationCommand } from '../conversation/commands.ts'
import { decide } from '../conversation/decide.ts'
import type { StoredEvent } from '../conversation/events.ts'
import { applyStored, type Conversation, newConversation } from '../conversation/state.ts'
import { type Item, thread } from '../conversation/thread.ts'
import type { Library } from '../knowledge/pack.ts'

/**
 * How far a command of this device has come. `saving`: on this page only. `kept`: safe on the device. `left`: handed to a
 * socket, and maybe lost with it. `received`: the room has it, its events are on their way. `confirmed`: it is an event.
 */
export type Stage = 'saving' | 'kept' | 'left' | 'received' | 'confirmed'

/** A command in the outbox with its answer, when that was no. */
export interface Pending {
  command: ConversationCommand
  at: Millis
  refused: RefusalCode | null
  stage: Exclude<Stage, 'confirmed'>
  /** Until when it rests on the device so that it can be called back. */
  heldUntil: Millis | null
}

/** Confirmed lines and state, with what is pending folded over them: what the screen shows. */
export interface View {
  confirmed: Conversation
  state: Conversation
  items: ViewItem[]
}

/** `refused`: the room said no, the words are still here. */
export type ViewItem = Item & { stage: Stage; refused: RefusalCode | null; heldUntil: Millis | null }

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
  const bySeq = new Map<number, Pending>()
  for (const one of pending) {
    const { command, at, refused } = one
    if (causes.has(command.id)) continue
    if (refused !== null) {
      aside.push(...wordsOf(one, actor, confirmed.seq))
      continue
    }
    const decision = decide(state, command, actor, { now: at, library })
    if (!decision.ok) {
      // The room will say no, but only the room may: until then the words stay on the screen as what they are, unsent.
      aside.push(...wordsOf(one, actor, confirmed.seq))
      continue
    }
    for (const happening of decision.events) {
      const event: StoredEvent = { ...happening, seq: state.seq + 1, at, cause: command.id }
      ahead.push(event)
      bySeq.set(event.seq, one)
      state = applyStored(state, event)
    }
  }
  const lines = thread(ahead, thread(events))
  const items = lines.map((item): ViewItem => {
    const { stage = 'confirmed', heldUntil = null } = bySeq.get(item.seq) ?? {}
    return { ...item, stage, heldUntil, refused: null }
  })
  return { confirmed, state, items: [...items, ...aside] }
}

/** The words of a command that did not become an event, as a line of their own. */
function wordsOf({ command, at, refused, stage, heldUntil }: Pending, actor: Actor, seq: number): ViewItem[] {
  if (command.type === 'say-to-ticket') {
    const { id, ticket, what, text } = command
    const body: Item['body'] = { kind: 'ticket-added', ticket, what, text }
    return [{ key: `${id}/ticket-added`, id, seq: seq + 1, at, by: authorOf(actor), body, stage, heldUntil, refused }]
  }
  if (command.type !== 'send-message' && command.type !== 'leave-message') return []
  const { id, text } = command
  const body: Item['body'] = command.type === 'leave-message' ? { kind: 'text', text, contact: command.contact } : { kind: 'text', text }
  return [{ key: `${id}/text`, id, seq: seq + 1, at, by: authorOf(actor), body, stage, heldUntil, refused }]
}

/** How far a message has come, as told to whom wrote it. */
export type Progress = 'saving' | 'held' | 'here' | 'sending' | 'sent' | 'delivered' | 'read' | 'refused'

/** The true state of a message written on this side; `live`: whether there is a socket that could carry it. */
export function progressOf(item: ViewItem, confirmed: Conversation, side: 'customer' | 'seat', live: boolean, now: Millis): Progress {
  if (item.refused) return 'refused'
  switch (item.stage) {
    case 'saving':
      return 'saving'
    case 'kept':
      return item.heldUntil !== null && item.heldUntil > now ? 'held' : 'here'
    case 'left':
      return live ? 'sending' : 'here'
    case 'received':
      return 'sent'
  }
  const mark = confirmed.marks[side === 'customer' ? 'seat' : 'customer']
  if (item.seq <= mark.read) return 'read'
  return item.seq <= mark.delivered ? 'delivered' : 'sent'
}
