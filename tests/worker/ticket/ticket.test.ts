import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TicketId } from '../../../shared/base/ids.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE, ticketIdOf } from '../../../shared/base/new-ids.ts'
import type { Policy } from '../../../shared/desk/policy.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { EVERYTHING } from '../../../worker/register/tickets.ts'
import { TECHNICAL } from '../../support/tickets.ts'
import { type Browser, configureDesk, openConversation, signedIn } from '../support.ts'
import { addAgent, byHand, commandId, hello, log, matter, names, seat, sit, stub, take, tell, until } from './support.ts'

let owner: Browser
beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
})

const register = () => env.REGISTER.getByName(THE_ONE)
const onLists = (ticket: TicketId) => register().ticket(ticket)

describe('opening', () => {
  it('[T24] a message that is left becomes one ticket with the talk before it, however often its conversation says so', async () => {
    const { conversation, socket, id: customer } = await openConversation()
    await socket.command(conversation, { type: 'send-message', text: '破壁机底座漏水' })
    const id = commandId()
    await socket.command(conversation, { id, type: 'leave-message', text: '请尽快回电', contact: '199 0000 0001' })
    const ticket = ticketIdOf(id)
    await until(async () => (await names(ticket)).length > 0)
    const [opened, kept] = await log(ticket)
    expect(opened).toMatchObject({ name: 'ticket.v1.Opened', data: { conversation, customer } })
    expect(JSON.stringify(kept)).toContain('破壁机底座漏水')
    expect(opened?.name === 'ticket.v1.Opened' && opened.data.matter.problem).toContain('漏水')
    const before = await names(ticket)
    const again = {
      id: opened?.cause ?? id,
      type: 'open-ticket',
      conversation,
      customer,
      matter: opened?.name === 'ticket.v1.Opened' ? opened.data.matter : matter(),
    }
    const [receipt] = await take(ticket, { kind: 'system', id: conversation }, again)
    expect(receipt?.answer).toMatchObject({ ok: true })
    expect(await names(ticket)).toEqual(before)
    await until(async () => (await onLists(ticket)) !== null)
    expect(await onLists(ticket)).toMatchObject({ status: 'received', conversation, customer, level: 'calm', due: expect.any(Number) })
  })

  it('[T24] words and answers go both ways between the ticket and its conversation', async () => {
    const { conversation, socket } = await openConversation()
    const id = commandId()
    await socket.command(conversation, { id, type: 'leave-message', text: '底座漏水', contact: '' })
    const [ticket, by] = [ticketIdOf(id), seat('林晓', 'supervisor')]
    await until(async () => (await names(ticket)).length > 0)
    expect(await tell(ticket, by, { type: 'answer-customer', text: '请告诉我们订单号' })).toMatchObject({ ok: true })
    const answered = await socket.next((frame) => frame.type === 'feed' && JSON.stringify(frame).includes('请告诉我们订单号'))
    expect(JSON.stringify(answered)).toContain('v1.TicketMoved')
    await tell(ticket, by, { type: 'set-status', status: 'awaiting-customer', note: '' })
    await socket.command(conversation, { type: 'say-to-ticket', ticket, what: 'addition', text: '订单号 20261101' })
    await until(async () => (await names(ticket)).includes('CustomerSaid'))
    expect((await onLists(ticket))?.ticket).toBe(ticket)
    await until(async () => (await onLists(ticket))?.status === 'processing')
  })
})

describe('seats', () => {
  it('[T27] those of its line, who have a part in it, and who lead read it; to others it does not exist', async () => {
    const by = seat('林晓')
    const ticket = await byHand(by)
    expect((await hello(ticket, by))[0]).toMatchObject({ type: 'welcome', of: ticket })
    expect((await hello(ticket, seat('Ada'), [DEFAULT_QUEUE]))[0]).toMatchObject({ type: 'welcome' })
    expect((await hello(ticket, seat('Bo', 'supervisor'), [TECHNICAL]))[0]).toMatchObject({ type: 'welcome' })
    const stranger = seat('Chen')
    expect(await hello(ticket, stranger, [TECHNICAL])).toEqual([{ type: 'error', kind: 'not-found', of: ticket }])
    await tell(ticket, stranger, { type: 'watch', on: true }, [DEFAULT_QUEUE])
    expect((await hello(ticket, stranger, [TECHNICAL]))[0]).toMatchObject({ type: 'welcome' })
  })

  it('[T4] two who take one at the same moment: one has it', async () => {
    const id = commandId()
    const ticket = ticketIdOf(id)
    const [one, other] = [seat('林晓'), seat('Ada')]
    await tell(ticket, one, { type: 'open-ticket', id, conversation: null, customer: null, matter: matter() })
    const answers = await Promise.all([tell(ticket, one, { type: 'take-ticket' }), tell(ticket, other, { type: 'take-ticket' })])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await names(ticket)).filter((name) => name === 'Assigned')).toHaveLength(1)
  })
})

describe('service levels', () => {
  /** Moves all that the clocks look at into the past; the clock of the object is the platform's. */
  const makeLate = (ticket: TicketId) =>
    runInDurableObject(stub(ticket), (_object, state) => {
      for (const { seq, body } of state.storage.sql.exec("SELECT seq, body FROM events WHERE name = 'ticket.v1.LevelSet'").toArray()) {
        const event = JSON.parse(String(body))
        Object.assign(event.data, { due: 3, warnAt: [1, 2] })
        state.storage.sql.exec('UPDATE events SET body = ? WHERE seq = ?', JSON.stringify(event), seq as number)
      }
    })

  it('[T25] the alarm tells each warning and what was missed once, through evictions', async () => {
    const ticket = await byHand(seat('林晓'))
    await makeLate(ticket)
    await runInDurableObject(stub(ticket), (object) => {
      Object.assign(object, { awake: true })
    })
    await evictDurableObject(stub(ticket))
    expect(await runInDurableObject(stub(ticket), (object) => 'awake' in object)).toBe(false)
    // Whoever wakes it sets the alarm; it had stood for the deadline that is now past.
    await runInDurableObject(stub(ticket), async (_object, state) => state.storage.setAlarm(Date.now() + 60_000))
    await runDurableObjectAlarm(stub(ticket))
    const after = await names(ticket)
    expect(after.filter((name) => name === 'LevelWarned')).toHaveLength(2)
    expect(after.filter((name) => name === 'LevelMissed')).toHaveLength(1)
    expect(after.indexOf('LevelMissed')).toBeGreaterThan(after.lastIndexOf('LevelWarned'))
    for (let round = 0; round < 3; round++) {
      await evictDurableObject(stub(ticket))
      await runInDurableObject(stub(ticket), async (_object, state) => state.storage.setAlarm(Date.now() + 60_000))
      await runDurableObjectAlarm(stub(ticket))
    }
    expect(await names(ticket)).toEqual(after)
    await until(async () => (await onLists(ticket))?.level === 'breached')
  })

  it('[T29] another promise is in force for open tickets though nobody does anything with them', async () => {
    const tickets = [await byHand(seat('林晓'), { line: TECHNICAL }), await byHand(seat('Ada'))]
    const dues = () => Promise.all(tickets.map(async (ticket) => (await onLists(ticket))?.due ?? null))
    await until(async () => (await dues()).every((due) => due !== null))
    const before = await dues()
    const policy = (await (await owner.send('GET', '/api/policy')).json()) as Policy
    const levels = policy.levels.map((level) => ({ ...level, 'first-answer': 1, resolution: 30 }))
    expect((await owner.send('PATCH', '/api/policy', { version: policy.version, levels })).status).toBe(200)
    await until(async () => (await dues()).every((due, at) => due !== before[at]))
    expect((await owner.send('PATCH', '/api/policy', { version: policy.version + 1, levels: policy.levels })).status).toBe(200)
    await until(async () => (await dues()).every((due, at) => due !== null && Math.abs(due - (before[at] ?? 0)) < 60_000))
  })

  it('[T29] what the desk promises is read anew, and kept for when the desk cannot be reached', async () => {
    const ticket = await byHand(seat('林晓'), { line: TECHNICAL })
    const due = async () => (await onLists(ticket))?.due ?? null
    await until(async () => (await due()) !== null)
    const before = await due()
    const policy = (await (await owner.send('GET', '/api/policy')).json()) as { version: number; levels: { resolution: number }[] }
    const levels = policy.levels.map((level) => ({ ...level, resolution: 60 }))
    expect((await owner.send('PATCH', '/api/policy', { version: policy.version, levels })).status).toBe(200)
    await evictDurableObject(stub(ticket))
    await runInDurableObject(stub(ticket), async (_object, state) => state.storage.setAlarm(Date.now() + 60_000))
    await tell(ticket, seat('Ada'), { type: 'note', text: '看一下' })
    await until(async () => (await due()) !== before)
    expect((await due()) ?? 0).toBeLessThan(before ?? 0)
    await runInDurableObject(stub(ticket), (object) => {
      const desk = {
        getByName: () => ({ policy: () => Promise.reject(new Error('gone')), settings: () => Promise.reject(new Error('gone')) }),
      }
      Object.assign(object, { env: { ...(object as unknown as { env: object }).env, DESK: desk } })
    })
    const [told, clock] = [await due(), Date.now]
    // As if it had been asked long ago.
    Date.now = () => clock() + 2 * LIMITS.policyHolds
    expect(await tell(ticket, seat('Ada'), { type: 'note', text: '再看一下' })).toMatchObject({ ok: true })
    Date.now = clock
    expect(await due()).toBe(told)
  })
})

describe('tickets among each other', () => {
  it('[T20] two become one through their objects, and the one that is part of the other is off the lists of the open', async () => {
    const by = seat('林晓')
    const [one, other] = [await byHand(by, { title: '漏水' }), await byHand(by, { title: '底座漏水' })]
    await tell(one, by, { type: 'merge-into', ticket: other, title: '底座漏水' })
    await until(async () => (await names(one)).includes('Merged'))
    expect(await names(other)).toContain('Absorbed')
    await until(async () => (await onLists(one))?.status === 'closed')
    expect(await onLists(one)).toMatchObject({ parent: other })
  })

  it('[T20] one that cannot be had says so, and the wish is over', async () => {
    const by = seat('林晓')
    const [one, closed, merged] = [await byHand(by), await byHand(by), await byHand(by)]
    await tell(closed, by, { type: 'resolve-ticket', solution: '已换新' })
    await tell(merged, by, { type: 'merge-into', ticket: await byHand(by), title: '' })
    await until(async () => (await names(merged)).includes('Merged'))
    expect(await tell(one, by, { type: 'merge-into', ticket: closed, title: '' })).toMatchObject({ ok: true })
    await until(async () => (await names(one)).includes('MergeRefused'))
    await tell(one, by, { type: 'merge-into', ticket: merged, title: '' })
    await until(async () => (await names(one)).includes('Merged'))
  })

  it('[T20] one that gives no answer is asked no more after a while, and the ticket goes on', async () => {
    const by = seat('林晓')
    const [one, other] = [await byHand(by), await byHand(by)]
    await runInDurableObject(stub(other), (_object, state) => void state.storage.sql.exec('DROP TABLE receipts'))
    await tell(one, by, { type: 'merge-into', ticket: other, title: '' })
    await until(async () => {
      await runInDurableObject(stub(one), (_object, state) => void state.storage.sql.exec('UPDATE effects SET next_at = 0'))
      await runDurableObjectAlarm(stub(one))
      return (await names(one)).includes('MergeRefused')
    })
    expect((await stub(one).health()).parked).toEqual([])
    expect(await tell(one, by, { type: 'resolve-ticket', solution: '已换新' })).toMatchObject({ ok: true })
  })

  it('[T20] two that ask each other at once: one of them stays', async () => {
    const by = seat('林晓')
    const [one, other] = [await byHand(by), await byHand(by)]
    await Promise.all([
      tell(one, by, { type: 'merge-into', ticket: other, title: '' }),
      tell(other, by, { type: 'merge-into', ticket: one, title: '' }),
    ])
    const over = async (ticket: TicketId) => (await names(ticket)).filter((name) => name === 'Merged').length
    await until(async () => (await over(one)) + (await over(other)) > 0)
    expect((await over(one)) + (await over(other))).toBe(1)
  })

  it('[T18 T21] a part is a ticket in its line, settled on both ends; what is split off and linked is tied on both', async () => {
    const by = seat('林晓')
    const [ticket, other] = [await byHand(by), await byHand(by)]
    const task = commandId()
    await tell(ticket, by, { id: task, type: 'add-task', title: '核对退款', line: TECHNICAL })
    const part = ticketIdOf(task)
    await until(async () => (await onLists(part)) !== null)
    expect(await onLists(part)).toMatchObject({ parent: ticket, line: TECHNICAL, title: '核对退款', conversation: null })
    const helper = seat('Ada')
    const why = { line: TECHNICAL, how: 'asked', open: 0, capacity: 1, candidates: 1 }
    await take(
      part,
      { kind: 'system', id: DEFAULT_QUEUE },
      { id: commandId(), type: 'assign-ticket', seat: { id: helper.id, name: 'Ada' }, why },
    )
    const last = async () => (await log(ticket)).findLast((event) => event.name === 'ticket.v1.TaskAssigned')
    await until(async () => JSON.stringify(await last()).includes(helper.id))
    expect((await hello(ticket, helper, [TECHNICAL]))[0], 'who has a part reads the whole').toMatchObject({ type: 'welcome' })
    expect(await tell(ticket, by, { type: 'resolve-ticket', solution: '已换新' })).toEqual({ ok: false, code: 'ticket-tasks-open' })
    await tell(part, helper, { type: 'resolve-ticket', solution: '已退 199 元' }, [TECHNICAL])
    await until(async () => (await names(ticket)).includes('TaskSettled'))
    const split = commandId()
    const body = { ticket: ticketIdOf(split), title: '发票', ticketType: 'enquiry', line: DEFAULT_QUEUE, problem: '发票抬头错了' }
    await tell(ticket, by, { id: split, type: 'split-off', ...body })
    await until(async () => (await onLists(ticketIdOf(split)))?.title === '发票')
    await tell(ticket, by, { type: 'link-ticket', ticket: other, title: '' })
    await until(async () => (await names(other)).includes('Linked'))
    expect(await tell(ticket, by, { type: 'resolve-ticket', solution: '已换新' })).toMatchObject({ ok: true })
  })
})

describe('what others hear', () => {
  it('[T26] seats follow what is theirs, and a closed ticket leaves a case', async () => {
    const by = seat('林晓')
    const ticket = await byHand(by)
    await tell(ticket, by, { type: 'resolve-ticket', solution: '换新底座，三天内寄出' })
    await tell(ticket, by, { type: 'close-ticket' })
    await until(async () => (await onLists(ticket))?.status === 'closed')
    await until(async () => (await register().cases(EVERYTHING, '换新底座')).some((found) => found.ticket === ticket))
    expect((await stub(ticket).health()).parked).toEqual([])
  })
})

describe('through the queue', () => {
  it('[T7] whoever is there for its line is given it at once, has it on their devices, and passes it on', async () => {
    const agents = [await addAgent(owner, 'wang'), await addAgent(owner, 'zhao')]
    const seats = []
    for (const agent of agents) seats.push(await sit(agent))
    const { conversation, socket } = await openConversation()
    const id = commandId()
    await socket.command(conversation, { id, type: 'leave-message', text: '底座漏水', contact: '' })
    const ticket = ticketIdOf(id)
    await until(async () => (await onLists(ticket))?.owner !== null && (await onLists(ticket)) !== null)
    const first = await onLists(ticket)
    const [has, other] = seats[0]?.id === first?.owner?.id ? [seats[0], seats[1]] : [seats[1], seats[0]]
    if (!has || !other) throw new Error('nobody was given it')
    expect(has.id).toBe(first?.owner?.id)
    await has.socket.until(() => has.seat()?.tickets.some((followed) => followed.ticket === ticket && followed.as === 'owner') ?? false)
    const [assigned] = (await log(ticket)).filter(({ name }) => name === 'ticket.v1.Assigned')
    expect(assigned?.data).toMatchObject({ why: { line: first?.line, candidates: expect.any(Number) } })
    await has.socket.hello(ticket)
    const to = { kind: 'seat', seat: { id: other.id, name: 'x' } }
    expect(await has.socket.command(ticket, { type: 'hand-ticket', to, note: '你熟悉' })).toMatchObject({ ok: true })
    await until(async () => (await onLists(ticket))?.owner?.id === other.id)
    await other.socket.until(() => other.seat()?.tickets.some((followed) => followed.ticket === ticket) ?? false)
    await has.socket.until(() => has.seat()?.tickets.every((followed) => followed.ticket !== ticket) ?? false)
    const pushed = { commands: [{ id: commandId(), type: 'note', text: '没有网络时写的' }] }
    const [agent, stranger] = has === seats[0] ? agents : agents.toReversed()
    const answered = await agent?.send('POST', `/api/seat/push/${ticket}`, pushed)
    expect(await answered?.json()).toMatchObject({ receipts: [{ answer: { ok: true } }] })
    await owner.send('PATCH', `/api/staff/${has.id}`, { duty: { lines: [TECHNICAL], skills: [], languages: [], messages: 0, tickets: 5 } })
    const later = { commands: [{ id: commandId(), type: 'note', text: '不再是我的部门' }] }
    await until(async () => (await agent?.send('POST', `/api/seat/push/${ticket}`, later))?.status === 404)
    expect((await stranger?.send('POST', `/api/seat/push/${ticket}`, later))?.status, 'who has it may').toBe(200)
    await owner.send('PATCH', `/api/staff/${other.id}`, { disabled: true })
    await until(async () => (await onLists(ticket))?.owner?.id !== other.id)
  })
})
