import { env, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { QueueId, SeatId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE, newCommandId, newSeatId, ticketIdOf } from '../../../shared/base/new-ids.ts'
import { ticketNumber } from '../../../shared/base/ticket-number.ts'
import type { KeptProposal } from '../../../shared/protocol/knowledge.ts'
import type { CaseList, TicketCounts } from '../../../shared/protocol/register.ts'
import type { TicketCase, TicketList, TicketSummary } from '../../../shared/protocol/tickets.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { durableSql } from '../../../worker/platform/sql.ts'
import { Tickets } from '../../../worker/register/tickets.ts'
import { Browser, configureDesk, OWNER, signedIn } from '../support.ts'

const SYSTEM = { kind: 'system', id: 'desk' } as const
const FINANCE = 'q_finance' as QueueId
const register = () => env.REGISTER.getByName(THE_ONE)
const newTicket = () => ticketIdOf(newCommandId(random))
let clock = Date.now()

const summary = (more: Partial<TicketSummary> = {}): TicketSummary => ({
  ticket: newTicket(),
  title: '冰箱不制冷',
  type: 'fault',
  urgency: 'normal',
  tier: 'ordinary',
  status: 'received',
  line: DEFAULT_QUEUE,
  owner: null,
  watchers: [],
  customer: null,
  conversation: null,
  openedAt: clock,
  changedAt: ++clock,
  due: null,
  level: 'calm',
  urges: 0,
  escalated: 0,
  parent: null,
  solution: '',
  problem: '',
  ...more,
})

async function note(...summaries: TicketSummary[]) {
  const commands = summaries.map((told) => ({ id: newCommandId(random), type: 'note-ticket', summary: told }))
  for (const { answer } of await register().take(SYSTEM, commands)) expect(answer.ok).toBe(true)
}

const closed = (more: Partial<TicketCase> = {}): TicketCase => ({
  ticket: newTicket(),
  title: '冰箱不制冷',
  type: 'fault',
  intent: 'product-fault',
  line: DEFAULT_QUEUE,
  language: 'zh-CN',
  problem: '冰箱冷藏室不制冷了，昨天刚送到',
  solution: '温控调到三档，等两小时。',
  openedAt: 1,
  closedAt: ++clock,
  ...more,
})

async function archive(told: TicketCase, id = newCommandId(random)) {
  const [receipt] = await register().take(SYSTEM, [{ id, type: 'archive-ticket', case: told }])
  expect(receipt?.answer.ok).toBe(true)
}

let owner: Browser
let agent: Browser
let agentId: SeatId

beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  const added = await owner.send('POST', '/api/staff', { name: '小王', email: 'wang@example.cn', role: 'agent', capacity: 2 })
  const { id, invitation } = (await added.json()) as { id: SeatId; invitation: string }
  agentId = id
  await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  await owner.send('PATCH', `/api/staff/${id}`, { duty: { lines: [FINANCE], skills: [], languages: [], messages: 1, tickets: 5 } })
  agent = await signedIn('wang@example.cn')
})

const list = async (query: string, who = owner) => (await (await who.send('GET', `/api/tickets?${query}`)).json()) as TicketList
const idsOf = async (query: string, who = owner) => (await list(query, who)).tickets.map(({ ticket }) => ticket)

describe('[T40] who is told of tickets', () => {
  it('[T40] leads see all, agents those of their lines, their own and watched ones', async () => {
    const [other, mine, watched, finance] = [
      summary({ title: '甲乙一' }),
      summary({ title: '甲乙二', owner: { id: agentId, name: '小王' } }),
      summary({ title: '甲乙三', watchers: [agentId] }),
      summary({ title: '甲乙四', line: FINANCE }),
    ] as const
    await note(other, mine, watched, finance)
    const query = `view=all&q=${encodeURIComponent('甲乙')}`
    expect(new Set(await idsOf(query))).toEqual(new Set([other, mine, watched, finance].map(({ ticket }) => ticket)))
    expect(new Set(await idsOf(query, agent))).toEqual(new Set([mine, watched, finance].map(({ ticket }) => ticket)))
    expect(await idsOf(`view=mine`, agent)).toEqual([mine.ticket])
    expect(await idsOf(`view=watched`, agent)).toEqual([watched.ticket])
    expect(await idsOf(`view=lines`, agent)).toEqual([finance.ticket])
  })

  it('[T40] others are told nothing, and counts are for those who lead', async () => {
    for (const path of ['/api/tickets', '/api/tickets/counts', '/api/cases', `/api/tickets/${newTicket()}/similar`])
      expect((await new Browser().send('GET', path)).status).toBe(401)
    expect((await agent.send('GET', '/api/tickets/counts')).status).toBe(403)
    const counts = (await (await owner.send('GET', '/api/tickets/counts')).json()) as TicketCounts
    expect(counts.status.received).toBeGreaterThanOrEqual(4)
    expect(counts.line[FINANCE]).toBe(1)
    for (const query of ['view=none', 'line=x', 'before=-1', `q=${'长'.repeat(201)}`])
      expect((await owner.send('GET', `/api/tickets?${query}`)).status).toBe(400)
  })
})

describe('[T41] lists of tickets', () => {
  it('[T41] hold what belongs to them', async () => {
    const late = summary({ title: '丙丁', due: 5 })
    const breached = summary({ title: '丙丁', level: 'breached', owner: { id: newSeatId(random), name: '林晓' } })
    const settled = summary({ title: '丙丁', status: 'resolved', due: 5 })
    const done = summary({ title: '丙丁', status: 'closed' })
    await note(late, breached, settled, done)
    const of = (view: string) => idsOf(`view=${view}&q=${encodeURIComponent('丙丁')}`)
    expect(await of('overdue')).toEqual([breached.ticket, late.ticket])
    expect(await of('unassigned')).toEqual([late.ticket])
    expect(await of('closed')).toEqual([done.ticket])
    expect(await of('lines')).toEqual([settled.ticket, breached.ticket, late.ticket])
    expect(await idsOf(`view=all&line=${FINANCE}&q=${encodeURIComponent('丙丁')}`)).toEqual([])
  })

  it('[T41] come in pages that part nothing, those of one moment included', async () => {
    const all = Array.from({ length: 120 }, (_, at) => summary({ title: '戊己', changedAt: clock + Math.floor(at / 7) }))
    clock += 100
    await note(...all)
    const got: string[] = []
    let before: number | undefined
    for (let page = 0; page < 9; page++) {
      const { tickets, more } = await list(`view=all&q=${encodeURIComponent('戊己')}${before === undefined ? '' : `&before=${before}`}`)
      got.push(...tickets.map(({ ticket }) => ticket))
      before = tickets.at(-1)?.changedAt
      if (!more) break
    }
    expect(got).toHaveLength(120)
    expect(new Set(got)).toEqual(new Set(all.map(({ ticket }) => ticket)))
  })

  it('[T41] are searched by words of title, problem and number, and by nothing that is an order to the database', async () => {
    const told = summary({ title: '洗衣机漏水', problem: 'The XQG-80 drum leaks 昨天安装' })
    await note(told)
    for (const query of ['漏水', '洗衣机 昨天', 'xqg', 'LEAKS', ticketNumber(told.ticket), ticketNumber(told.ticket).toLowerCase()])
      expect([query, await idsOf(`q=${encodeURIComponent(query)}`)]).toEqual([query, [told.ticket]])
    for (const query of ['漏电', '洗衣机 leak NEAR(', '"漏水" OR 冰箱', '…！？'])
      expect([query, await idsOf(`q=${encodeURIComponent(query)}`)]).toEqual([query, []])
    await note({ ...told, title: '烘干机', problem: '', changedAt: ++clock })
    expect(await idsOf(`q=${encodeURIComponent('漏水')}`)).toEqual([])
    expect(await idsOf(`q=${encodeURIComponent('烘干机')}`)).toEqual([told.ticket])
  })

  it('[T41] believe the latest word of a ticket, and only other objects', async () => {
    const told = summary({ title: '庚辛' })
    await note({ ...told, status: 'processing', changedAt: told.changedAt + 1 }, told, told)
    expect((await list(`q=${encodeURIComponent('庚辛')}`)).tickets).toMatchObject([{ status: 'processing' }])
    const forged = { id: newCommandId(random), type: 'note-ticket', summary: told }
    const [receipt] = await register().take({ kind: 'seat', id: agentId, name: '小王', role: 'agent' }, [forged])
    expect(receipt?.answer).toEqual({ ok: false, code: 'not-allowed' })
    const [wrong] = await register().take(SYSTEM, [{ id: newCommandId(random), type: 'note-ticket', summary: { ticket: 'x' } }])
    expect(wrong?.answer).toEqual({ ok: false, code: 'invalid-command' })
  })
})

const similar = async (ticket: string, who = owner) =>
  ((await (await who.send('GET', `/api/tickets/${ticket}/similar`)).json()) as CaseList).cases
const found = async (who: Browser, query: string) =>
  ((await (await who.send('GET', `/api/cases?q=${encodeURIComponent(query)}`)).json()) as CaseList).cases.map(({ ticket }) => ticket)
const proposals = async () => (await (await owner.send('GET', '/api/knowledge/zh-CN/proposals')).json()) as KeptProposal[]
const proposalOf = async (told: TicketCase) => (await proposals()).find(({ number }) => number === ticketNumber(told.ticket))

describe('[T29] another promise', () => {
  it('[T29] is told to every ticket that is not settled, once, some at a time', async () => {
    const open = Array.from({ length: 23 }, () => summary())
    await note(...open, summary({ status: 'closed' }), summary({ status: 'resolved' }))
    const told = await runInDurableObject(register(), (_object, state) => {
      const tickets = new Tickets(durableSql(state.storage))
      const all: string[] = []
      for (let after: number | null = 0; after !== null; ) {
        const page = tickets.openAfter(after, 5)
        all.push(...page.tickets)
        after = page.next
      }
      return all
    })
    const ids = new Set(told)
    expect(ids.size).toBe(told.length)
    expect(open.every(({ ticket }) => ids.has(ticket))).toBe(true)
    const settled = await runInDurableObject(register(), (_object, state) =>
      state.storage.sql.exec("SELECT ticket FROM tickets WHERE status IN ('closed', 'resolved')").toArray(),
    )
    expect(settled.some(({ ticket }) => ids.has(String(ticket)))).toBe(false)
  })
})

describe('[T42] the archive', () => {
  it('[T42] ties a case to those like it, in both directions, and tells an open ticket of them', async () => {
    const [one, other, unlike] = [
      closed(),
      closed({ title: '冷藏室不冷', problem: '冰箱的冷藏室不制冷' }),
      closed({ title: '发票抬头开错', problem: '发票抬头写错了怎么改', type: 'enquiry', intent: null }),
    ]
    for (const told of [one, other, unlike]) await archive(told)
    expect((await similar(one.ticket)).map(({ ticket }) => ticket)).toEqual([other.ticket])
    expect((await similar(other.ticket)).map(({ ticket }) => ticket)).toEqual([one.ticket])
    expect(await similar(unlike.ticket)).toEqual([])
    const open = summary({ problem: '刚买的冰箱冷藏室不制冷' })
    await note(open)
    expect((await similar(open.ticket)).map(({ ticket }) => ticket)).toContain(one.ticket)
    expect(await similar(newTicket())).toEqual([])
    expect(await found(owner, '冰箱不制冷')).toContain(one.ticket)
  })

  it('[T42] tells agents of what was a ticket of their lines, or theirs, and of what is like a ticket that they may see', async () => {
    const text = { title: '扫地机不回充', problem: '扫地机找不到充电座，不回充' }
    const [other, theirs, mine] = [closed(text), closed({ ...text, line: FINANCE }), closed(text)]
    for (const told of [other, theirs, mine]) await archive(told)
    await note(summary({ ...text, ticket: mine.ticket, status: 'closed', owner: { id: agentId, name: '小王' } }))
    const [shown, hidden] = [summary({ ...text, line: FINANCE }), summary(text)]
    await note(shown, hidden)
    const visible = new Set([theirs.ticket, mine.ticket])
    expect(new Set((await similar(shown.ticket)).map(({ ticket }) => ticket))).toEqual(new Set([...visible, other.ticket]))
    expect(new Set((await similar(shown.ticket, agent)).map(({ ticket }) => ticket))).toEqual(visible)
    expect((await similar(theirs.ticket, agent)).map(({ ticket }) => ticket)).toEqual([mine.ticket])
    for (const told of [hidden, other]) expect(await similar(told.ticket, agent)).toEqual([])
    expect(new Set(await found(agent, '扫地机不回充'))).toEqual(visible)
    expect(await found(agent, '')).not.toContain(other.ticket)
  })

  it('[T42] keeps a case once, without personal data, however often the ticket is closed', async () => {
    const told = closed({ title: '打印机卡纸', problem: '打印机卡纸，我电话 13912345678', solution: '给 13912345678 回电，取出卡住的纸。' })
    const id = newCommandId(random)
    await archive(told, id)
    await archive(told, id)
    await archive({ ...told, closedAt: ++clock })
    const kept = await runInDurableObject(register(), (_object, { storage }) =>
      storage.sql.exec("SELECT body FROM cases WHERE body LIKE '%打印机%'").toArray(),
    )
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toContain('13912345678')
    expect(JSON.stringify(kept)).toContain('取出卡住的纸')
  })
})

describe('[K41] what a settled ticket proposes', () => {
  it('[K41] reaches the knowledge desk once, with its number and nothing that tells who asked', async () => {
    const told = closed({
      title: '热水器点不着火',
      problem: '热水器点不着火 13912345678',
      solution: '先换电池，订单 20261121000873 已补寄。',
    })
    await archive(told)
    await archive(told)
    await expect.poll(() => proposalOf(told)).toBeTruthy()
    expect((await proposals()).filter(({ number }) => number === ticketNumber(told.ticket))).toEqual([
      {
        number: ticketNumber(told.ticket),
        question: '热水器点不着火',
        phrasings: ['热水器点不着火 ***'],
        answer: '先换电池，订单 *** 已补寄。',
        type: 'fault',
        intents: ['product-fault'],
        day: new Date(told.closedAt).toISOString().slice(0, 10),
        state: 'open',
      },
    ])
  })

  it('[K41] is taken or dropped, and open again when the ticket is settled in another way', async () => {
    const told = closed({ title: '投影仪画面模糊' })
    await archive(told)
    await expect.poll(() => proposalOf(told)).toBeTruthy()
    const settle = (state: string, who = owner) =>
      who.send('POST', '/api/knowledge/zh-CN/proposals/settle', { number: ticketNumber(told.ticket), state })
    expect((await settle('dropped', agent)).status).toBe(403)
    expect((await settle('gone')).status).toBe(400)
    expect((await settle('taken')).status).toBe(204)
    expect((await proposalOf(told))?.state).toBe('taken')
    await archive(told)
    expect((await proposalOf(told))?.state).toBe('taken')
    await archive({ ...told, solution: '擦一下镜头。', closedAt: ++clock })
    await expect.poll(async () => (await proposalOf(told))?.state).toBe('open')
    expect((await proposalOf(told))?.answer).toBe('擦一下镜头。')
  })

  it('[K41] is none where a ticket was closed without a solution', async () => {
    const told = closed({ title: '没有下文', solution: '' })
    await archive(told)
    const next = closed({ title: '有下文的' })
    await archive(next)
    await expect.poll(() => proposalOf(next)).toBeTruthy()
    expect(await proposalOf(told)).toBeUndefined()
  })
})
