import { afterAll, expect, it } from 'vitest'
import { TerminalCustomer } from '../../scripts/client/customer.ts'
import { Product, sleep } from '../../scripts/product/product.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { shownToCustomer } from '../../shared/conversation/shown.ts'

const KILLS = 4
const CUSTOMERS = 8
const product = new Product(8796)
afterAll(() => product.kill())

const textsOf = (events: readonly StoredEvent[]) =>
  events.filter((event) => event.name === 'v1.MessageSent').map((event) => (event.data as { text: string }).text)

it('[P1 P2 P3] through SIGKILL in full flow, whatever was acknowledged is there, once, in order, on all replicas', async () => {
  await product.start()
  const seat = await product.configure()
  await seat.connect()
  await seat.setStatus('online')

  const customers = Array.from({ length: CUSTOMERS }, () => new TerminalCustomer(product.base))
  for (const customer of customers) {
    await customer.connect()
    await customer.open()
  }
  // One of them is served by a person, whose copy is compared as well.
  const served = customers[0] as TerminalCustomer
  await served.command({ type: 'request-person' })
  while (seat.seat?.offers.length !== 1) await sleep(20)
  await seat.take(seat.seat.offers[0]?.offer ?? '')

  let going = true
  const sent = customers.map((): string[] => [])
  const acked = customers.map(() => new Set<string>())
  const talking = customers.map(async (customer, who) => {
    for (let count = 0; going; count++) {
      const text = `${who}-${count}`
      sent[who]?.push(text)
      void customer.say(text).then((answer) => answer.ok && acked[who]?.add(text))
      await sleep(15)
    }
  })
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(700 + kill * 137)
    await product.kill()
    await sleep(200)
    await product.start()
  }
  going = false
  await Promise.all(talking)
  while (customers.some((customer) => customer.waiting > 0)) await sleep(50)

  const flown = sent.flat().length
  expect(flown).toBeGreaterThan(KILLS * CUSTOMERS * 20)
  for (const [who, customer] of customers.entries()) {
    const reader = new TerminalCustomer(product.base, { identity: customer.identity, conversation: customer.conversation })
    await reader.connect()
    while ((reader.events.at(-1)?.seq ?? 0) < (customer.events.at(-1)?.seq ?? 0)) await sleep(20)
    expect(acked[who]?.size).toBe(sent[who]?.length)
    expect(textsOf(reader.events)).toEqual(sent[who])
    expect(reader.events.map((event) => event.seq)).toEqual(reader.events.map((_, index) => index + 1))
    expect(customer.events).toEqual(reader.events)
    reader.close()
  }
  const seen = () => seat.conversations.get(served.conversation) ?? []
  while ((seen().at(-1)?.seq ?? 0) < (served.events.at(-1)?.seq ?? 0)) await sleep(20)
  // A customer is not told what the rules made of them.
  expect(shownToCustomer(seen())).toEqual(served.events)
  for (const customer of customers) customer.close()
  seat.close()
})
