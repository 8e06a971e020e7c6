import type { CommandId, ConversationId, ObjectId, SeatId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, newCommandId, newConversationId } from '../../shared/base/new-ids.ts'
import type { Seat } from '../../shared/seat/state.ts'
import { callBack, enqueue, outboxOf } from '../../web/src/lib/replica/outbox.ts'
import type { OutboxRow } from '../../web/src/lib/replica/rows.ts'
import { startCustomer } from '../../web/src/lib/sync/customer.ts'
import { startSeat } from '../../web/src/lib/sync/seat.ts'
import type { Network } from './network.ts'
import { DeviceStorage } from './replica.ts'
import { Device, Tab } from './tab.ts'
import type { World } from './world.ts'

/** Words that somebody wrote, and what became of them on their own device. */
export interface Written {
  id: CommandId
  text: string
  device: string
  to: ObjectId
  /** Its write was kept: from then on it must arrive, unless it is called back. */
  safe: boolean
  calledBack: boolean
}

type Command = OutboxRow['command']
/** The product's functions take the browser's replica; a simulated one stands in for it. */
const dbOf = (tab: Tab) => tab.replica as never

/** Somebody at a device, who does by chance what people do. */
abstract class Person {
  readonly world: World
  readonly network: Network
  readonly device: Device
  readonly written: Written[] = []
  #tabs = 0

  constructor(world: World, network: Network, device: Device) {
    this.world = world
    this.network = network
    this.device = device
  }

  abstract start(tab: Tab): () => void

  openTab(): void {
    const tab = new Tab(this.world, this.network, this.device, ++this.#tabs)
    this.world.plan(0, tab, () => {
      tab.stop = this.start(tab)
    })
  }

  /** What this person does next, on one of the tabs. */
  abstract act(tab: Tab): Promise<void>

  async write(tab: Tab, to: ObjectId, commands: Command[], hold = 0, current?: ConversationId): Promise<void> {
    const written: Written[] = []
    for (const { id, type, text } of commands)
      if (type === 'send-message') written.push({ id, text: String(text), device: this.device.name, to, safe: false, calledBack: false })
    this.written.push(...written)
    await enqueue(dbOf(tab), to, commands, Date.now(), { hold, ...(current ? { current } : {}) })
    for (const words of written) words.safe = true
  }

  say(): Command {
    return { id: newCommandId(this.world.random), type: 'send-message', text: `${this.device.name} ${this.written.length}` }
  }

  command(type: string, rest: object = {}): Command {
    return { id: newCommandId(this.world.random), type, ...rest }
  }

  /** What this person says when all is calm. */
  abstract lastWord(tab: Tab): Promise<void>

  /** Calls something back that waits, if it may still be. */
  async regret(tab: Tab): Promise<void> {
    const rows = (await outboxOf(dbOf(tab))).filter((row) => row.command.type === 'send-message')
    if (rows.length === 0) return
    const { id } = this.world.pick(rows)
    const row = await callBack(dbOf(tab), id)
    const words = this.written.find((words) => words.id === id)
    if (row && words) words.calledBack = true
  }
}

export class SimCustomer extends Person {
  conversation: ConversationId
  readonly conversations: ConversationId[] = []

  constructor(world: World, network: Network, name: string, id: string) {
    super(world, network, new Device(name, { kind: 'customer', id: id as never }, new DeviceStorage()))
    this.device.storage.tables.fill('kept', [{ key: 'identity', value: { id, secret: 'x', admitted: false } }])
    this.conversation = this.#begin()
  }

  start(tab: Tab): () => void {
    return startCustomer(dbOf(tab))
  }

  async act(tab: Tab): Promise<void> {
    const { world } = this
    const choice = world.below(100)
    if (choice < 62) {
      const texts = Array.from({ length: world.chance(0.15) ? world.between(2, 8) : 1 }, () => this.say())
      // Several at once have a number each.
      for (const [index, command] of texts.entries()) command.text = `${this.device.name} ${this.written.length + index}`
      return this.#into(tab, texts)
    }
    if (choice < 72) return this.#into(tab, [this.command('request-person')])
    if (choice < 76) return this.#into(tab, [this.command('leave-queue')])
    if (choice < 80) {
      const { id } = this.command('')
      return this.#into(tab, [{ id: `${id}.a` as CommandId, type: 'answer', inReplyTo: id, turn: { kind: 'unknown', confidence: 0.1 } }])
    }
    if (choice < 84) return this.#into(tab, [this.command('leave-message', { text: 'later', contact: '' })])
    if (choice < 95) return this.regret(tab)
    await this.#into(tab, [this.command('close-conversation')])
    this.conversation = this.#begin()
  }

  lastWord(tab: Tab): Promise<void> {
    return this.#into(tab, [this.say()])
  }

  async #into(tab: Tab, commands: Command[]): Promise<void> {
    const { conversation } = this
    const open = this.command('open-conversation', { language: 'zh-CN', channel: 'web' })
    const known = (await outboxOf(dbOf(tab))).some((row) => row.to === conversation) || (await tab.replica.head(conversation)) !== undefined
    await this.write(tab, conversation, known ? commands : [open, ...commands], 0, conversation)
  }

  #begin(): ConversationId {
    const id = newConversationId(this.world.random)
    this.conversations.push(id)
    return id
  }
}

export class SimSeat extends Person {
  readonly id: SeatId

  constructor(world: World, network: Network, name: string, id: SeatId) {
    super(world, network, new Device(name, { kind: 'seat', id, name, role: 'agent' }, new DeviceStorage()))
    this.id = id
  }

  start(tab: Tab): () => void {
    return startSeat(dbOf(tab), this.id)
  }

  async lastWord(tab: Tab): Promise<void> {
    const seat = (await tab.replica.recall('seat')) as Seat | undefined
    for (const { conversation } of seat?.open ?? []) await this.write(tab, conversation, [this.say()])
  }

  async act(tab: Tab): Promise<void> {
    const { world } = this
    const seat = (await tab.replica.recall('seat')) as Seat | undefined
    if (seat?.status !== 'online') return this.write(tab, this.id, [this.command('set-status', { status: 'online' })])
    const { open, offers } = seat
    const choice = world.below(100)
    if (offers.length > 0 && choice < 60) {
      const { offer } = world.pick(offers)
      return this.write(tab, DEFAULT_QUEUE, [this.command(world.chance(0.9) ? 'take-offer' : 'decline-offer', { offer })])
    }
    if (choice > 97) return this.write(tab, this.id, [this.command('set-status', { status: world.pick(['busy', 'break', 'offline']) })])
    if (choice > 92) return this.regret(tab)
    if (open.length === 0) return
    const { conversation } = world.pick(open)
    if (choice > 86) return this.write(tab, conversation, [this.command('close-conversation')])
    return this.write(tab, conversation, [this.say()], world.pick([0, 0, 2000, 5000]))
  }
}
