import { ALWAYS } from '../../shared/calendar/hours.ts'
import type { Http } from '../client/http.ts'
import { TerminalSeat } from '../client/seat.ts'
import { SETUP_CODE, type Server, sleep } from './server.ts'

const PASSWORD = 'a calm sea is no school'
const OWNER = { name: '李娜', email: 'owner@example.cn', password: PASSWORD }
const CAPACITY = 10

/** People at the desk, who take whatever they are offered. */
export interface Desk {
  /** Resolves when so many conversations are served. */
  serving(count: number): Promise<void>
  close(): void
}

/** Sets a desk up with people enough to serve `conversations`. `hear` is told the cause of each event they are sent. */
export async function staffDesk(server: Server, conversations: number, hear: (cause: string) => void): Promise<Desk> {
  const owner = new TerminalSeat(server.base)
  const settings = { name: '山海小店', industry: 'e-commerce', language: 'zh-CN', hours: ALWAYS }
  await expect(owner.http, 'POST', '/api/setup', { code: SETUP_CODE, settings, owner: OWNER }, 201)
  const taken = new Set<string>()
  const seats = await Promise.all(
    Array.from({ length: Math.ceil(conversations / CAPACITY) }, async (_, index) => {
      const email = `seat-${index}@example.cn`
      const member = { name: `客服${index}`, email, role: 'agent', capacity: CAPACITY }
      const invited = (await expect(owner.http, 'POST', '/api/staff', member, 201)) as { invitation: string }
      const seat = attend(server, taken, hear)
      await expect(seat.http, 'POST', '/api/invitations/accept', { invitation: invited.invitation, password: PASSWORD }, 200)
      await seat.connect()
      await seat.setStatus('online')
      return seat
    }),
  )
  return {
    async serving(count) {
      while (seats.reduce((sum, seat) => sum + seat.conversations.size, 0) < count) await sleep(20)
    },
    close() {
      for (const seat of seats) seat.close()
    },
  }
}

function attend(server: Server, taken: Set<string>, hear: (cause: string) => void): TerminalSeat {
  const seat = new TerminalSeat(server.base, {
    onFrame(frame) {
      if (frame.type === 'feed') for (const event of frame.events) hear(event.cause)
      if (frame.type !== 'seat') return
      for (const { offer } of frame.seat.offers) {
        if (taken.has(offer)) continue
        taken.add(offer)
        void seat.take(offer)
      }
    },
  })
  return seat
}

async function expect(http: Http, method: string, path: string, body: unknown, status: number): Promise<unknown> {
  const answer = await http.send(method, path, body)
  if (answer.status !== status) throw new Error(`${method} ${path} answered ${answer.status}`)
  return answer.body
}
