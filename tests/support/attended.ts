import type { Millis } from '../../shared/base/clock.ts'
import type { CommandId } from '../../shared/base/ids.ts'
import { ALWAYS } from '../../shared/calendar/hours.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { type Attended, applyAttended, newAttended } from '../../shared/conversation/attended.ts'
import type { ConversationCommand } from '../../shared/conversation/commands.ts'
import { decide } from '../../shared/conversation/decide.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { lookAtLevels, nextLook, type TalkRules, withLevels } from '../../shared/conversation/levels.ts'
import { defaultPolicy } from '../../shared/desk/default-policy.ts'
import type { Clock } from '../../shared/levels/clocks.ts'
import type { Promised, TalkLevel } from '../../shared/levels/promises.ts'
import { customer, queueActor, serving } from './actors.ts'
import { library } from './articles.ts'
import { assign, open, requestPerson, say } from './conversations.ts'
import { commandId } from './ids.ts'

export const talkLevel = (more: Partial<TalkLevel> = {}): TalkLevel => ({
  name: 'all',
  'first-answer': 60,
  'next-answer': 120,
  resolution: 600,
  ...more,
})

export const talkRules = (more: Partial<TalkRules> = {}): TalkRules => {
  const { lines } = defaultPolicy('e-commerce', 'zh-CN')
  return { levels: [talkLevel()], hours: ALWAYS, lines, ...more }
}

/** A conversation with its clocks, as its object keeps it, and a clock of its own. */
export class TestTalk {
  state: Attended = newAttended
  readonly events: StoredEvent[] = []
  now: Millis
  promised: TalkRules | null
  entry: CommandId = commandId()

  constructor(promised: TalkRules | null = talkRules(), now: Millis = Date.parse('2026-11-18T10:00:00+08:00')) {
    this.now = now
    this.promised = promised
  }

  /** Takes a command and gives the names of what followed, without their version. */
  take(asked: ConversationCommand, actor: Actor = customer): string[] {
    const around = { now: this.now, promised: this.promised }
    return this.#keep(asked.id, withLevels(this.state, asked.id, decide(this.state, asked, actor, { now: this.now, library }), around))
  }

  look(): string[] {
    const id = commandId()
    return this.#keep(id, lookAtLevels(this.state, id, { now: this.now, promised: this.promised }))
  }

  #keep(cause: CommandId, decision: ReturnType<typeof withLevels>): string[] {
    if (!decision.ok) throw new Error(`refused: ${decision.code}`)
    for (const happening of decision.events) {
      const event: StoredEvent = { ...happening, seq: this.state.seq + 1, at: this.now, cause }
      this.events.push(event)
      this.state = applyAttended(this.state, event)
    }
    return decision.events.map(({ name }) => name.replace('v1.', ''))
  }

  /** A person was asked for; nobody has come. */
  asked(): this {
    this.take(open())
    this.take({ ...requestPerson(), id: this.entry })
    return this
  }

  joined(): this {
    this.take(assign(this.entry), queueActor)
    return this
  }

  says(text = '在吗'): string[] {
    return this.take(say(text))
  }

  answers(text = '您好'): string[] {
    return this.take(say(text), serving)
  }

  /** Waits, and lets the alarm ring whenever it is due meanwhile: the names of what followed. */
  wait(for_: Millis): string[] {
    const until = this.now + for_
    const told: string[] = []
    for (let look = nextLook(this.state); look !== null && look <= until; look = nextLook(this.state)) {
      this.now = Math.max(this.now, look)
      told.push(...this.look())
    }
    this.now = until
    return told
  }

  clock(promise: Promised): Clock | undefined {
    return this.state.levels.clocks.find((clock) => clock.promise === promise)
  }

  /** Of the events so far those of one promise, by name. */
  of(promise: Promised): string[] {
    return this.events.flatMap(({ name, data }) => ((data as { promise?: string }).promise === promise ? name.replace('v1.', '') : []))
  }
}
