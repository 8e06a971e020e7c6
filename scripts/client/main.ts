/**
 * A client for the terminal: opens a conversation, sends, watches, as JSON lines. For support, for testing, and as the
 * example that docs/protocol.md speaks of.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { ConversationId } from '../../shared/base/ids.ts'
import { is } from '../../shared/base/schema.ts'
import { type Identity, newIdentity, TerminalCustomer } from './customer.ts'
import { TerminalSeat } from './seat.ts'

const HELP = `Usage: npm run client -- <command> [options]

As a customer:
  open                     begin a conversation; prints its id
  send TEXT                send a message and print the answer of the room
  watch                    print every frame that comes down, until Ctrl+C
  pipe                     send each line of standard input; print every frame
  person                   ask for a person

As staff (password from EVENKEEL_PASSWORD or --password):
  seat                     sign in and watch; lines of standard input are commands:
                             status online|busy|break|offline
                             take                       take the first offer
                             say CONVERSATION TEXT
                             close CONVERSATION

Options:
  --url URL                where the desk is            (http://localhost:8787)
  --conversation ID        the conversation             (the last one opened)
  --state FILE             who this customer is         (~/.evenkeel/client.json)
  --language zh-CN|en      for open                     (zh-CN)
  --email E --password P   for seat
  --help                   this text

Everything printed is one JSON object a line: {"frame": …}, {"link": …} or {"answer": …}.`

interface State {
  identity: Identity
  conversation?: ConversationId
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://localhost:8787' },
    conversation: { type: 'string' },
    state: { type: 'string', default: join(homedir(), '.evenkeel', 'client.json') },
    language: { type: 'string', default: 'zh-CN' },
    email: { type: 'string' },
    password: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const print = (line: unknown): void => console.log(JSON.stringify(line))

function fail(why: string): never {
  console.error(why)
  process.exit(2)
}

function readState(): State {
  return existsSync(values.state) ? (JSON.parse(readFileSync(values.state, 'utf8')) as State) : { identity: newIdentity() }
}

function keepState(state: State): void {
  mkdirSync(dirname(values.state), { recursive: true })
  writeFileSync(values.state, JSON.stringify(state), { mode: 0o600 })
}

async function asCustomer(command: string, rest: string[]): Promise<void> {
  const state = readState()
  const wanted = values.conversation ?? (command === 'open' ? undefined : state.conversation)
  if (command !== 'open' && !wanted) fail('No conversation yet: begin with `open`, or name one with --conversation.')
  if (wanted !== undefined && !is(ConversationId, wanted)) fail(`Not an id of a conversation: ${wanted}`)
  const follows = command === 'watch' || command === 'pipe'
  const customer = new TerminalCustomer(values.url, {
    identity: state.identity,
    ...(wanted === undefined ? {} : { conversation: wanted }),
    onFrame: (frame) => follows && print({ frame }),
    onState: (link) => follows && print({ link: link.name }),
  })
  keepState({ identity: customer.identity, conversation: customer.conversation })
  await customer.connect()
  switch (command) {
    case 'open':
      print({ conversation: customer.conversation, answer: await customer.open(values.language === 'en' ? 'en' : 'zh-CN') })
      return customer.close()
    case 'send':
      print({ answer: await customer.say(rest.join(' ')) })
      return customer.close()
    case 'person':
      print({ answer: await customer.command({ type: 'request-person' }) })
      return customer.close()
    case 'pipe':
      for await (const line of createInterface({ input: process.stdin }))
        if (line.trim() !== '') print({ answer: await customer.say(line) })
      return customer.close()
    case 'watch':
      return
    default:
      fail(`Unknown command: ${command}\n\n${HELP}`)
  }
}

async function asSeat(): Promise<void> {
  const password = values.password ?? process.env.EVENKEEL_PASSWORD
  if (!values.email || !password) fail('seat needs --email and a password.')
  const seat = new TerminalSeat(values.url, { onFrame: (frame) => print({ frame }) })
  await seat.signIn(values.email, password)
  await seat.connect()
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, first = '', ...words] = line.trim().split(/\s+/)
    const conversation = first as ConversationId
    if (verb === 'status') print({ answer: await seat.setStatus(first as 'online') })
    else if (verb === 'take') print({ answer: await seat.take(first || (seat.seat?.offers[0]?.offer ?? '')) })
    else if (verb === 'say' && is(ConversationId, conversation)) print({ answer: await seat.say(conversation, words.join(' ')) })
    else if (verb === 'close' && is(ConversationId, conversation)) print({ answer: await seat.finish(conversation) })
    else console.error(`not understood: ${line}`)
  }
  seat.close()
}

const [command, ...rest] = positionals
if (values.help || !command) console.log(HELP)
else
  await (command === 'seat' ? asSeat() : asCustomer(command, rest)).catch((fault: unknown) =>
    fail(fault instanceof Error ? fault.message : String(fault)),
  )
