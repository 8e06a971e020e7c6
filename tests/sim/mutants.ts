/** One place in the sources and what stands there instead. */
export interface Change {
  file: string
  from: string
  to: string
}

/** A product that is broken on purpose, in a way that somebody could break it by mistake. */
export interface Mutant {
  name: string
  changes: Change[]
}

const mutant = (name: string, ...changes: [file: string, from: string, to: string][]): Mutant => ({
  name,
  changes: changes.map(([file, from, to]) => ({ file, from, to })),
})

const LEDGER = 'worker/platform/ledger.ts'
const RECEIPTS = 'worker/platform/receipts.ts'
const OUTBOX = 'worker/platform/outbox.ts'
const EFFECTS = 'worker/platform/effects.ts'
const ROOM = 'worker/conversation/room.ts'
const DOOR = 'worker/conversation/object.ts'
const SENDING = 'shared/sync/sending.ts'
const FOLLOWING = 'shared/sync/following.ts'
const SESSION = 'shared/sync/session.ts'
const LINK = 'shared/sync/link.ts'
const DEVICE = 'web/src/lib/replica/outbox.ts'
const FEED = 'web/src/lib/replica/feed.ts'

/** Each must be caught by the simulator: one that lives shows a hole in it. */
export const MUTANTS: readonly Mutant[] = [
  // The room's ledger
  mutant(
    'a repeated command is taken again',
    [LEDGER, 'if (known) {', 'if (known && !command) {'],
    [RECEIPTS, 'INSERT INTO receipts', 'INSERT OR REPLACE INTO receipts'],
    [
      RECEIPTS,
      'INSERT INTO receipts (command_id, digest, answer) SELECT',
      'INSERT OR REPLACE INTO receipts (command_id, digest, answer) SELECT',
    ],
  ),
  mutant('the receipt is written after the transaction', [LEDGER, 'receipts.write()', 'queueMicrotask(() => receipts.write())']),
  mutant('memory runs ahead of the transaction', [
    LEDGER,
    'if (decision.ok) state = this.#follow',
    'if (decision.ok) this.#state = state = this.#follow',
  ]),
  mutant('events are not folded on waking', [
    LEDGER,
    'this.#state = this.since(snapshot.seq).reduce(shape.apply, snapshot)',
    'this.#state = snapshot',
  ]),
  mutant('the snapshot is of before the events that it replaces', [
    LEDGER,
    '      JSON.stringify(state),\n    )\n    if',
    '      JSON.stringify(this.#state),\n    )\n    if',
  ]),
  mutant('a push is taken though the one before it is missing', [
    LEDGER,
    'if (after !== undefined && !this.#knows(after)) return null',
    '',
  ]),
  mutant('a transaction that fails keeps its first half', [
    'worker/platform/sql.ts',
    'return storage.transactionSync(() => {',
    'return ((work: () => Value) => work())(() => {',
  ]),
  mutant('effects are written after the transaction', [
    LEDGER,
    'this.#outbox.append(this.#shape.effectsOf(event, state, after), now)',
    'queueMicrotask(() => this.#outbox.append(this.#shape.effectsOf(event, state, after), now))',
  ]),
  mutant('effects of an event are forgotten', [LEDGER, 'this.#outbox.append(this.#shape.effectsOf(event, state, after), now)', '']),
  // Effects
  mutant('the alarm is not set after a commit', [
    EFFECTS,
    '    this.#arm(FIRST_TRY)\n    if (this.#outbox.hasFresh) this.#ctx',
    '    if (this.#outbox.hasFresh) this.#ctx',
  ]),
  mutant(
    'the alarm is not set again when it rang',
    [EFFECTS, '    this.#alarm.rang()\n    this.#arm(FIRST_TRY)', '    this.#alarm.rang()'],
    [EFFECTS, '    this.#arm(0)\n', ''],
  ),
  mutant('an effect is struck off before it is done', [
    OUTBOX,
    "      await perform(JSON.parse(row.body) as Effect)\n      this.#sql.run('DELETE FROM effects WHERE n = ?', row.n)",
    "      this.#sql.run('DELETE FROM effects WHERE n = ?', row.n)\n      await perform(JSON.parse(row.body) as Effect)",
  ]),
  mutant('effects for one object overtake each other', [
    OUTBOX,
    'SELECT MIN(n) FROM effects WHERE parked = 0 GROUP BY key',
    'SELECT n FROM effects WHERE parked = 0',
  ]),
  mutant('an effect is given up at its first failure', [OUTBOX, 'const parked = attempts >= LIMITS.effectTries', 'const parked = true']),
  mutant('an effect that is given up blocks the others', [
    OUTBOX,
    'SELECT MIN(n) FROM effects WHERE parked = 0 GROUP BY key',
    'SELECT MIN(n) FROM effects',
  ]),
  mutant('nobody hears of an effect that was given up', [
    OUTBOX,
    'this.append(this.#onParked({ n: row.n, command, target: row.key, tries: attempts, error }), now)',
    'void command',
  ]),
  mutant('draining never begins again after a failure', [
    OUTBOX,
    '    } finally {\n      this.#draining = false\n    }',
    '    } finally {\n      this.#draining = this.nextAt() !== null\n    }',
  ]),
  mutant('an effect has another id at each try', [
    'worker/platform/perform.ts',
    'take(actor, [effect.command])',
    "take(actor, [{ ...effect.command, id: (effect.command.id + '.' + (Date.now() % 46656).toString(36)) as never }])",
  ]),
  mutant('a seat keeps the place of a customer who had left', [
    'worker/queue/object.ts',
    'if (command) this.#room.take',
    'if (!command) this.#room.take',
  ]),
  // The door
  mutant('acknowledged before it is written', [
    DOOR,
    'const deliveries = this.#receive(session.actor, frame)',
    "if (frame.type === 'push') this.#sockets.send(socket, { type: 'ack', of: this.#id, receipts: frame.commands.map(({ id }) => ({ id, answer: { ok: true as const, seq: 0 } })) })\n    const deliveries = this.#receive(session.actor, frame)",
  ]),
  mutant('a greeting is answered without the events that lack', [
    ROOM,
    'since < this.state.seq ? this.#ledger.since(since, most) : []',
    'since < 0 ? this.#ledger.since(since, most) : []',
  ]),
  mutant('the customer does not hear the seat', [
    DOOR,
    "if (to === 'all' || fromSeat) this.#sockets.broadcast(frame)",
    "if (to === 'all' && !fromSeat) this.#sockets.broadcast(frame)",
  ]),
  mutant('the seat does not hear the customer', [DOOR, 'this.#teller.tell(seat, frame)', 'void this.#teller']),
  mutant(
    'frames for the seat are joined over a gap',
    ['worker/platform/teller.ts', 'before.events.at(-1)?.seq === (after.events[0]?.seq ?? 0) - 1 &&', ''],
    [FOLLOWING, 'event.seq === (events[0]?.seq ?? 0) + index', 'index >= 0'],
    [FEED, 'event.seq !== from.seq + 1 + index', 'index < 0'],
  ),
  mutant('a socket that was too fast is never heard again', [
    'worker/platform/sockets.ts',
    '(halted?.get(frame.to) ?? 0) > now',
    'halted?.has(frame.to)',
  ]),
  // The link
  mutant('pushes do not say what they come after', [
    SENDING,
    'chained && last && this.#inFlight.has(last)',
    '!chained && last && this.#inFlight.has(last)',
  ]),
  mutant('the outbox is sent in another order', [
    SENDING,
    'for (const { to, command } of this.#waiting) {\n      if (this.#inFlight',
    'for (const { to, command } of [...this.#waiting].reverse()) {\n      if (this.#inFlight',
  ]),
  mutant('an answer that never comes is waited for without end', [
    SENDING,
    'const late = [...this.#deadlines()].filter(([, at]) => at <= now).map(([to]) => to)',
    'const late: ObjectId[] = []',
  ]),
  mutant('a welcome that never comes is waited for without end', [
    FOLLOWING,
    'const lost = target.asked !== null && now >= target.asked + patience(target.tries)',
    'const lost = false',
  ]),
  mutant(
    'a gap in the feed is skipped',
    [FOLLOWING, 'if (first.seq !== target.head + 1) return', 'if (first.seq < target.head + 1) return'],
    [FEED, 'event.seq !== from.seq + 1 + index', 'index < 0'],
  ),
  mutant('a receipt beyond the head is not looked into', [
    FOLLOWING,
    'return target && seq > target.head && target.asked === null',
    'return target && seq < 0 && target.asked === null',
  ]),
  mutant(
    'the rest of a long log is not asked for',
    [FOLLOWING, 'if (target.head < target.end && target.head >= target.upTo)', 'if (target.head < 0)'],
    [FOLLOWING, 'target.asked = target.head >= target.end ? null : now', 'target.asked = null'],
  ),
  mutant('a late welcome passes for a restored log', [FOLLOWING, 'Math.min(frame.since ?? head, head)', 'head']),
  mutant(
    'what is under way is forgotten when it was answered by nothing',
    [SESSION, '      this.#sending.cut()\n', ''],
    [SENDING, 'const late = [...this.#deadlines()].filter(([, at]) => at <= now).map(([to]) => to)', 'const late: ObjectId[] = []'],
  ),
  mutant(
    'a half-open socket is never noticed',
    [SESSION, "if (state.pinged !== null) return [{ do: 'disconnect' }, ...this.#connect(now, 0)]", 'if (state.pinged !== null) return []'],
    [SENDING, 'const late = [...this.#deadlines()].filter(([, at]) => at <= now).map(([to]) => to)', 'const late: ObjectId[] = []'],
  ),
  // The device
  mutant('what leaves is not claimed first', [
    LINK,
    "if (action.frame.type === 'push' && this.#deps.claim) this.#leave(action.frame)",
    "if (action.frame.type === 'push' && !this.#deps) this.#leave(action.frame)",
  ]),
  mutant('what has left can be called back', [DEVICE, '(row.leftAt === undefined && row.settled === undefined)', 'row.id.length > 0']),
  mutant('what rests is overtaken', [
    DEVICE,
    "if (!resting.has(row.to) || row.command.type === 'mark')",
    'if (!resting.has(row.to) || !isHeld(row, now))',
  ]),
  mutant('a message leaves the outbox before its event is here', [
    FEED,
    'else if (answer.ok && answer.seq > (await headOf(transaction, row.to)))',
    'else if (answer.ok && answer.seq < 0 && (await headOf(transaction, row.to)))',
  ]),
  mutant('nobody follows a conversation whose events are still to come', [
    DEVICE,
    '    awaited.add(row.to)\n    if (row.settled !== undefined) continue\n',
    '    if (row.settled !== undefined) continue\n    awaited.add(row.to)\n',
  ]),
  mutant('a refusal is taken for an acceptance', [
    FEED,
    'if (!answer.ok && WITH_WORDS.has(row.command.type))',
    'if (!answer.ok && WITH_WORDS.has(row.id))',
  ]),
  mutant('the state of the link is told without end', [
    'web/src/lib/sync/customer.ts',
    'if (this.#signal.aborted || told === this.#told) return',
    'if (this.#signal.aborted) return',
  ]),
]
