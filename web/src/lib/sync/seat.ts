import type { ConversationId, SeatId, TicketId } from '$shared/base/ids.ts'
import { hasLog } from '$shared/base/new-ids.ts'
import type { Replica } from '../replica/db.ts'
import { observe } from '../replica/observe.ts'
import { outboxOf } from '../replica/outbox.ts'
import { headsOf, sayingIn } from '../replica/queries.ts'
import { ticketHeadsOf } from '../replica/tickets.ts'
import { BackgroundSend } from './background.ts'
import { followOutbox } from './following-outbox.ts'
import { askToKeep } from './keep.ts'
import { electLeader } from './leader.ts'
import { whileLookedAt } from './looking.ts'
import { fetchDesk, fetchPolicy, fetchStaffPacks } from './packs.ts'
import { Tether } from './tether.ts'

/** Keeps a seat's replica and the edge in step, from one tab at a time: one socket for all that the seat follows. */
export function startSeat(db: Replica, seat: SeatId): () => void {
  return electLeader(`seat:${seat}`, db, (signal) => void lead(db, seat, signal))
}

/** Closed conversations are followed for a while too: their rating is still to come. */
const FOLLOWED_AFTER_CLOSE = 10

type Followed = ConversationId | TicketId

/** What the seat follows, with the seq it holds: what is open, what it still has words for, and what it served or looked at last. */
async function followedBy(db: Replica): Promise<Map<Followed, number>> {
  const [heads, ticketHeads] = [await headsOf(db), await ticketHeadsOf(db)]
  const { open = [], tickets = [] } = (await db.recall('seat')) ?? {}
  const targets = (await outboxOf(db))
    .filter((row) => row.refused === null)
    .map((row) => row.to)
    .filter(hasLog)
  const recent = heads.slice(0, FOLLOWED_AFTER_CLOSE).map((head) => head.conversation)
  const looked = (await db.recall('looked')) ?? []
  const held = new Map<Followed, number>([
    ...heads.map((head) => [head.conversation, head.state.seq] as const),
    ...ticketHeads.map((head) => [head.ticket, head.state.seq] as const),
  ])
  const wanted = [...open.map(({ conversation }) => conversation), ...tickets.map(({ ticket }) => ticket), ...targets, ...recent, ...looked]
  return new Map(wanted.map((of) => [of, held.get(of) ?? 0]))
}

/** How often a ticket that is only looked at is asked for what is new: its object tells those alone who have a part in it. */
const LOOKED_AGAIN = 15_000

async function greetLooked(db: Replica, tether: Tether): Promise<void> {
  const [latest] = (await db.recall('looked')) ?? []
  const tickets = (await db.recall('seat'))?.tickets ?? []
  if (latest && !tickets.some(({ ticket }) => ticket === latest)) tether.link.rewind(latest, await db.seqOf(latest))
}

/** How often a page that stays open looks for new releases. */
const LOOK_AGAIN = 10 * 60_000

async function lead(db: Replica, seat: SeatId, signal: AbortSignal): Promise<void> {
  const say = (state: Tether['link']['state'], slow: boolean) => !signal.aborted && void db.keep('link', { state, slow })
  const tether = new Tether({ db, side: 'seat', path: '/api/connect/seat', changed: say })
  const look = () => void fetchDesk(db).then(() => Promise.all([fetchStaffPacks(db), fetchPolicy(db)]))
  const online = () => {
    tether.link.online(true)
    look()
  }
  const back = () => document.visibilityState === 'visible' && look()
  const offline = () => tether.link.online(false)
  addEventListener('online', online)
  addEventListener('offline', offline)
  tether.link.follow(seat, 0)
  tether.link.start(navigator.onLine)
  say(tether.link.state, false)

  const followed = new Set<Followed>()
  const background = new BackgroundSend()
  const unfollow = followOutbox(
    db,
    ['kept', 'heads', 'ticketHeads'],
    () => followedBy(db),
    ({ rows }, wanted) => {
      background.follow(rows)
      for (const [of, head] of wanted) {
        if (followed.has(of)) continue
        followed.add(of)
        tether.link.follow(of, head)
      }
      for (const of of followed) {
        if (wanted.has(of)) continue
        followed.delete(of)
        tether.link.unfollow(of)
      }
      tether.link.outbox(rows)
    },
  )
  const said = new Map<string, number>()
  const unhear = observe(
    db,
    ['kept'],
    () => sayingIn(db),
    (rows) => {
      for (const { key, value } of rows) {
        if (said.get(key) === Number(value)) continue
        said.set(key, Number(value))
        const to = key.slice('saying:'.length) as ConversationId
        tether.link.say({ type: 'presence', to, typing: Number(value) > Date.now() })
      }
    },
  )
  look()
  const again = setInterval(look, LOOK_AGAIN)
  whileLookedAt(() => void greetLooked(db, tether), LOOKED_AGAIN, signal)
  document.addEventListener('visibilitychange', back, { signal })
  void askToKeep(db)
  signal.addEventListener('abort', () => {
    unfollow()
    unhear()
    background.stop()
    clearInterval(again)
    removeEventListener('online', online)
    removeEventListener('offline', offline)
    tether.stop()
  })
}
