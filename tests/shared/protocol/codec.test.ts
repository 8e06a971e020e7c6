import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { is, parse } from '../../../shared/base/schema.ts'
import { ConversationCommand } from '../../../shared/conversation/commands.ts'
import { parseDown, parseUp, write } from '../../../shared/protocol/codec.ts'
import { CLOSE, ERROR_KINDS, isTerminal } from '../../../shared/protocol/error.ts'
import { PushBody } from '../../../shared/protocol/http.ts'
import { newSeat } from '../../../shared/seat/state.ts'
import { roomIn, say } from '../../support/conversations.ts'
import { at, CONVERSATIONS, commandId, SEATS } from '../../support/ids.ts'
import { TestTicket } from '../../support/tickets.ts'

const to = at(CONVERSATIONS, 0)
const seat = at(SEATS, 0)
const push = (...commands: object[]) => JSON.stringify({ type: 'push', to, commands })
const INVALID = { ok: false, kind: 'invalid-frame' }
const TOO_LARGE = { ok: false, kind: 'frame-too-large' }

/** A push whose one command carries this JSON beside its id. */
const pushRaw = (json: string) => `{"type":"push","to":"${to}","commands":[{"id":"${commandId()}","x":${json}}]}`
const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)

describe('[P2] what comes up', () => {
  it.each([
    ['hello', { type: 'hello', protocol: 1, to, since: 0 }],
    ['hello of a seat', { type: 'hello', protocol: 1, to: seat, since: 3 }],
    ['push', { type: 'push', to, commands: [say('你好')] }],
    ['push to a queue', { type: 'push', to: DEFAULT_QUEUE, commands: [{ id: commandId(), type: 'take-offer', offer: commandId() }] }],
    ['push of a command from a newer device', { type: 'push', to, commands: [{ id: commandId(), type: 'dance', with: { whom: [1] } }] }],
    ['presence', { type: 'presence', to, typing: true }],
  ] as const)('[P2] %s is read as it was written', (_what, frame) => {
    expect(parseUp(JSON.stringify(frame))).toEqual({ ok: true, frame })
  })

  it.each([
    ['nothing', ''],
    ['half a frame', '{"type":"hello"'],
    ['words', 'hello'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no type', '{}'],
    ['an unknown type', '{"type":"dance"}'],
    ['a type that objects inherit', '{"type":"constructor"}'],
    ['a type of another type', '{"type":{"toString":"hello"}}'],
    ['a ping that is no ping', ' ping'],
    ['an unknown key', JSON.stringify({ type: 'hello', protocol: 1, to, since: 0, admin: true })],
    ['a key missing', JSON.stringify({ type: 'hello', protocol: 1, to })],
    ['a wrong type', JSON.stringify({ type: 'hello', protocol: '1', to, since: 0 })],
    ['a negative seq', JSON.stringify({ type: 'hello', protocol: 1, to, since: -1 })],
    ['half a seq', JSON.stringify({ type: 'hello', protocol: 1, to, since: 0.5 })],
    ['a seq beyond what numbers can count', '{"type":"hello","protocol":1,"to":"q_service","since":1e308}'],
    ['a seq that is infinite', '{"type":"hello","protocol":1,"to":"q_service","since":1e999}'],
    ['an address of no kind', JSON.stringify({ type: 'hello', protocol: 1, to: 'c_1', since: 0 })],
    ['presence at a seat', JSON.stringify({ type: 'presence', to: seat, typing: true })],
    ['no commands', push()],
    ['too many commands', push(...Array.from({ length: LIMITS.commandsPerPush + 1 }, () => ({ id: commandId() })))],
    ['commands that are no list', JSON.stringify({ type: 'push', to, commands: { 0: say('a') } })],
    ['a command without id', push({ type: 'send-message', text: 'a' })],
    ['a command with a bad id', push({ id: 'm_1' })],
    ['a command that is null', '{"type":"push","to":"q_service","commands":[null]}'],
    ['what a server says', JSON.stringify({ type: 'welcome', of: to, protocol: 1, seq: 0, now: 0 })],
    ['__proto__ as a key', `{"__proto__":{"x":1},"type":"hello","protocol":1,"to":"${to}","since":0}`],
    ['a command nested 17 levels deep', pushRaw(nested(17))],
    ['a command nested as deep as a frame allows', pushRaw(nested(30_000))],
    ['objects nested as deep as a frame allows', pushRaw(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)],
  ])('[P2] %s is answered with a kind', (_what, text) => {
    expect(parseUp(text)).toEqual(INVALID)
  })

  it('[P2] binary is no frame', () => {
    expect(parseUp(new ArrayBuffer(8))).toEqual(INVALID)
    expect(parseUp(new TextEncoder().encode('{"type":"hello"}').buffer as ArrayBuffer)).toEqual(INVALID)
  })

  it('[P2] 100,000 levels of nesting do not exhaust the stack', () => {
    for (const text of [nested(100_000), '['.repeat(100_000), '{"a":'.repeat(100_000)]) expect(parseUp(text).ok).toBe(false)
    expect(parseDown(nested(100_000))).toEqual(INVALID)
    expect(parse(PushBody, { commands: [{ id: commandId(), x: JSON.parse(nested(100_000)) }] }).ok).toBe(false)
  })

  it('[P2] a command of usual depth passes', () => {
    expect(parseUp(pushRaw(nested(14))).ok).toBe(true)
  })

  it('[P2] __proto__ inside a command changes no prototype', () => {
    const parsed = parseUp(`{"type":"push","to":"${to}","commands":[{"id":"${commandId()}","__proto__":{"text":"x"},"constructor":1}]}`)
    expect(({} as { text?: string }).text).toBeUndefined()
    if (!parsed.ok || parsed.frame.type !== 'push') throw new Error('a push was expected')
    const [command] = parsed.frame.commands
    expect(Object.getPrototypeOf(command)).toBe(Object.prototype)
    expect(command?.text).toBeUndefined()
    expect(is(ConversationCommand, command)).toBe(false)
  })

  it('[P2] a malformed command leaves the others of its push alone', () => {
    const good = say('你好')
    const parsed = parseUp(push({ id: commandId(), type: 'send-message', text: 7 }, good))
    expect(parsed.ok && parsed.frame.type === 'push' && parsed.frame.commands.map((command) => is(ConversationCommand, command))).toEqual([
      false,
      true,
    ])
  })
})

describe('[P3] the size of a frame', () => {
  const filled = (bytes: number, letter: string) => {
    const size = new TextEncoder().encode(letter).length
    const frame = push({ ...say(''), text: '' })
    const room = bytes - new TextEncoder().encode(frame).length
    return frame.replace('"text":""', `"text":"${letter.repeat(Math.floor(room / size))}${'a'.repeat(room % size)}"`)
  }

  it.each(['a', '好', '😀', 'é'])('[P3] counts bytes of UTF-8: as many as allowed of %s, and one more', (letter) => {
    expect(new TextEncoder().encode(filled(LIMITS.frameBytes, letter)).length).toBe(LIMITS.frameBytes)
    expect(parseUp(filled(LIMITS.frameBytes, letter)).ok).toBe(true)
    expect(parseUp(filled(LIMITS.frameBytes + 1, letter))).toEqual(TOO_LARGE)
  })

  it('[P3] is looked at before anything is read', () => {
    expect(parseUp('x'.repeat(10_000_000))).toEqual(TOO_LARGE)
    expect(parseUp('好'.repeat(30_000))).toEqual(TOO_LARGE)
  })
})

describe('[P4] what comes down', () => {
  const { events } = roomIn('closed')
  const feed = { type: 'feed', of: to, events }

  it.each([
    ['welcome', { type: 'welcome', of: to, protocol: 1, seq: 7, now: 1 }],
    ['feed', feed],
    [
      'ack',
      {
        type: 'ack',
        of: to,
        receipts: [
          { id: commandId(), answer: { ok: true, seq: 1 } },
          { id: commandId(), answer: { ok: false, code: 'text-empty' } },
        ],
      },
    ],
    ['seat', { type: 'seat', of: seat, seat: newSeat }],
    ['place', { type: 'place', of: to, place: { conversation: to, place: 2, wait: null, staffed: true } }],
    ['no place', { type: 'place', of: to, place: null }],
    ['line', { type: 'line', of: DEFAULT_QUEUE, line: { queue: DEFAULT_QUEUE, live: 1, messages: 0, oldest: 5, staffed: true } }],
    ['presence', { type: 'presence', of: to, side: 'seat', typing: true }],
    ['error', { type: 'error', kind: 'busy', of: to, minWait: 500 }],
  ] as const)('[P4] %s is read as it was written', (_what, frame) => {
    expect(parseDown(write(frame as Parameters<typeof write>[0]))).toEqual({ ok: true, frame })
  })

  it('[P4] a key of a newer server is passed over', () => {
    expect(parseDown(JSON.stringify({ type: 'welcome', of: to, protocol: 2, seq: 7, now: 1, region: 'x' }))).toEqual({
      ok: true,
      frame: { type: 'welcome', of: to, protocol: 2, seq: 7, now: 1 },
    })
  })

  it('[P4] an event with a name of a newer server is kept as it is', () => {
    const strange = { ...at(events, 1), name: 'v9.Danced', data: { to: ['tune'] } }
    const parsed = parseDown(JSON.stringify({ ...feed, events: [strange] }))
    expect(parsed).toEqual({ ok: true, frame: { ...feed, events: [strange] } })
  })

  it('[T51] events of a ticket are held to the schema of tickets', () => {
    const ticket = new TestTicket().open().take()
    const told = { type: 'feed', of: ticket.self, events: ticket.stored }
    expect(parseDown(JSON.stringify(told))).toEqual({ ok: true, frame: told })
    const spoilt = { ...told, events: ticket.stored.map((event) => ({ ...event, data: { text: 7 } })) }
    expect(parseDown(JSON.stringify(spoilt))).toEqual(INVALID)
  })

  it.each([
    ['an event with data of another shape', { ...feed, events: [{ ...at(events, 1), data: { text: 7 } }] }],
    ['an event without cause', { ...feed, events: [{ ...at(events, 1), cause: undefined }] }],
    ['an event without place', { ...feed, events: [{ ...at(events, 1), seq: 0 }] }],
    ['a feed of a seat', { ...feed, of: seat }],
    ['a receipt without an answer', { type: 'ack', of: to, receipts: [{ id: commandId(), answer: {} }] }],
    ['an error of an unknown kind', { type: 'error', kind: 'odd' }],
    ['what a device says', { type: 'hello', protocol: 1, to, since: 0 }],
  ])('[P4] %s is no frame', (_what, frame) => {
    expect(parseDown(JSON.stringify(frame))).toEqual(INVALID)
  })

  it.each([undefined, null, 7, new ArrayBuffer(2), '', '{', 'pong'])('[P4] %s is no frame', (text) => {
    expect(parseDown(text)).toEqual(INVALID)
  })
})

describe('[P12] kinds of errors', () => {
  it('[P12] two are terminal, the others speak of a frame or a while', () => {
    expect(ERROR_KINDS.filter(isTerminal)).toEqual(['unauthorised', 'protocol-too-old'])
  })

  it('[P12] close codes are the application’s own, or one that the standard gives', () => {
    const codes = Object.values(CLOSE)
    expect(new Set(codes).size).toBe(codes.length)
    for (const code of codes) expect(code === 1009 || (code >= 4000 && code < 5000)).toBe(true)
  })
})
