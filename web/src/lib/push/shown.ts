import type { ConversationId } from '$shared/base/ids.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import { type Item, thread } from '$shared/conversation/thread.ts'
import { mask } from '$shared/language/mask.ts'
import type { PushPayload } from '$shared/protocol/push-notice.ts'
import type { Replica } from '../replica/db.ts'
import { wholeLog } from '../replica/queries.ts'
import type { Kept } from '../replica/rows.ts'
import { said } from './words.ts'

/** What was fetched for a notice: what it names, nothing for want of a network, or that it is no business of this person's any more. */
export type Brought = 'fetched' | 'unreachable' | 'gone'

/** A notice as the browser is asked to show it. */
export interface Shown {
  title: string
  body: string
  language: string
  /** What a later notice of the same matter takes the place of. */
  tag: string
  data: { to: string; conversation: ConversationId | null; seq: number }
}

type Choice = NonNullable<Kept['notices']>

/** Characters of somebody's words that are shown: a lock screen has room for few. */
const PREVIEW = 120

/** The words of a notice, from what the replica holds; null where there is nothing left to tell. */
export async function shownOf(db: Replica, payload: PushPayload, choice: Choice, brought: Brought): Promise<Shown | null> {
  const { kind, conversation, ticket, seq, to } = payload
  const { language } = choice
  const words = kind === 'offered' ? await offer(db, payload, choice, brought) : await news(db, payload, choice, brought)
  if (!words) return null
  return { ...words, language, tag: `${to} ${conversation ?? ticket}`, data: { to, conversation: conversation ?? null, seq } }
}

type Words = Pick<Shown, 'title' | 'body'>

async function offer(db: Replica, { conversation }: PushPayload, { language }: Choice, brought: Brought): Promise<Words | null> {
  const held = (await db.recall('seat'))?.offers.find((one) => one.conversation === conversation)
  // It was taken by somebody, or its time is over.
  if (brought === 'fetched' && !held) return null
  const title = said(language, held && !held.live ? 'offered-message' : 'offered')
  return { title, body: said(language, brought === 'fetched' ? 'take' : 'unfetched') }
}

async function news(db: Replica, payload: PushPayload, { words, language }: Choice, brought: Brought): Promise<Words | null> {
  if (brought === 'gone') return null
  const { kind, conversation, seq, to } = payload
  const plain = said(language, kind)
  const head = conversation && (await db.head(conversation))
  const side = to.startsWith('u_') ? 'customer' : 'seat'
  // Read on another device meanwhile.
  if (head && head.state.marks[side].read >= seq) return null
  // What a page has fetched before counts as well.
  if (!head || head.state.seq < seq) return { title: plain, body: said(language, brought === 'unreachable' ? 'unfetched' : 'open') }
  const item = words ? itemsOf(await eventsOf(db, head.conversation)).findLast((one) => isOf(payload, one)) : undefined
  if (!item) return { title: plain, body: said(language, 'open') }
  return { title: titleOf(item, plain, language), body: bodyOf(item, language) }
}

const eventsOf = (db: Replica, conversation: ConversationId): Promise<StoredEvent[]> =>
  db.read(['events'], async (transaction) =>
    (await transaction.objectStore('events').getAll(wholeLog(conversation))).map(({ event }) => event),
  )

const itemsOf = (events: readonly StoredEvent[]): Item[] => thread(events)

/** Whether a line is what a notice is of: the newest words of the other side, or somebody who has joined. */
function isOf({ kind }: PushPayload, { by, body }: Item): boolean {
  if (kind === 'answered') return by.kind === 'seat' && body.kind === 'text'
  if (kind === 'customer-answered') return by.kind === 'customer' && body.kind === 'text'
  if (kind === 'ticket') return body.kind === 'ticket-moved'
  return kind === 'joined' && body.kind === 'notice' && body.notice.kind === 'person-joined'
}

function titleOf({ by, body }: Item, plain: string, language: Choice['language']): string {
  if (body.kind === 'notice' && body.notice.kind === 'person-joined') return said(language, 'joined-by', { name: body.notice.person.name })
  return by.kind === 'seat' && body.kind === 'text' ? said(language, 'answered-by', { name: by.name }) : plain
}

/** The words without personal data: a lock screen is read by whoever stands near. */
function bodyOf({ body }: Item, language: Choice['language']): string {
  const words = body.kind === 'text' ? body.text : body.kind === 'ticket-moved' ? body.text || body.title : ''
  if (words === '') return said(language, 'open')
  const text = mask(words).replace(/\s+/g, ' ').trim()
  return text.length > PREVIEW ? `${text.slice(0, PREVIEW).trimEnd().toWellFormed()}…` : text
}
