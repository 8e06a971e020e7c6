import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { labelOf } from '../../../scripts/chaos/connection.ts'
import { CALM, Dice, type Faults } from '../../../scripts/chaos/faults.ts'
import { FaultyProxy } from '../../../scripts/chaos/proxy.ts'
import { sleep } from '../../../scripts/product/product.ts'
import { seededRandom } from '../../../shared/base/random.ts'

const TEXTS = ['a', 'b'.repeat(200), ...Array.from({ length: 20 }, (_, index) => `c${index}`)]
const ENOUGH = 250

let server: Server
let proxy: FaultyProxy
let upgraded: Duplex[]

/** Answers GET with `here`, and an upgrade with all texts as frames; a frame from the client makes it send them again. */
beforeEach(async () => {
  upgraded = []
  server = createServer((_request, response) => response.end('here'))
  server.on('upgrade', (request, socket) => {
    expect(request.headers['sec-websocket-extensions']).toBeUndefined()
    upgraded.push(socket)
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    const frames = Buffer.concat(TEXTS.map(frame))
    const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`
    socket.write(Buffer.concat([Buffer.from(head), frames]))
    socket.on('data', () => socket.write(frames))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  proxy = await FaultyProxy.listen(0, (server.address() as AddressInfo).port, new Dice(seededRandom(3)))
})

afterEach(() => {
  proxy.close()
  for (const socket of upgraded) socket.destroy()
  server.close()
})

function frame(text: string): Buffer {
  const head = text.length < 126 ? [0x81, text.length] : [0x81, 126, text.length >> 8, text.length & 0xff]
  return Buffer.from([...head, ...Buffer.from(text)])
}

/** A client behind the proxy, what it was told, and whether it was told of an end. */
async function client(faults: Partial<Faults>) {
  proxy.faults = { ...CALM, ...faults }
  const socket = new WebSocket(`${proxy.base.replace('http', 'ws')}/way`)
  const heard: string[] = []
  const seen = { heard, hasEnded: false, socket }
  socket.onmessage = ({ data }) => heard.push(String(data))
  socket.onclose = () => {
    seen.hasEnded = true
  }
  await sleep(ENOUGH)
  return seen
}

/** Waits for what must come, however busy the machine is. */
const until = (check: () => void) => vi.waitFor(check, 3000)

it('[P9] in fine weather everything passes as it is', async () => {
  const { heard } = await client({})
  await until(() => expect(heard).toEqual(TEXTS))
  expect(await (await fetch(proxy.base)).text()).toBe('here')
})

it('[P9] delayed frames keep their order; with reorder all arrive and some are overtaken', async () => {
  const delayed = await client({ delay: 0.2 })
  await until(() => expect(delayed.heard).toEqual(TEXTS))
  const { heard } = await client({ reorder: 0.5 })
  await until(() => expect(heard.toSorted()).toEqual(TEXTS.toSorted()))
  expect(heard).not.toEqual(TEXTS)
})

it('[P9] frames are doubled or dropped as a whole', async () => {
  const doubled = await client({ duplicate: 1 })
  await until(() => expect(doubled.heard).toEqual(TEXTS.flatMap((text) => [text, text])))
  expect((await client({ drop: 1 })).heard).toEqual([])
  const { heard } = await client({ drop: 0.5 })
  await until(() => expect(heard.length).toBeGreaterThan(0))
  expect(heard.length).toBeLessThan(TEXTS.length)
  expect(heard).toEqual(TEXTS.filter((text) => heard.includes(text)))
})

it('[P11] a silent socket passes nothing and is told of no end', async () => {
  const silent = await client({})
  await until(() => expect(silent.heard).toEqual(TEXTS))
  expect(proxy.silence(labelOf('/way', ''))).toBe(true)
  silent.socket.send('more')
  await sleep(ENOUGH)
  server.close()
  for (const socket of upgraded.splice(0)) socket.destroy()
  await sleep(ENOUGH)
  expect(silent.heard).toEqual(TEXTS)
  expect(silent.hasEnded).toBe(false)
  expect(silent.socket.readyState).toBe(WebSocket.OPEN)
})

it('[P12] who is refused or cut is told', async () => {
  const refused = await client({ refuse: 1 })
  await until(() => expect(refused.hasEnded).toBe(true))
  const cut = await client({})
  await until(() => expect(cut.heard).toEqual(TEXTS))
  proxy.cutAll()
  await until(() => expect(cut.hasEnded).toBe(true))
})

it('[P9] a trickle is slow and whole, and flows on when the weather clears', async () => {
  const { heard } = await client({ trickle: 1 })
  expect(heard.length).toBeLessThan(TEXTS.length)
  proxy.faults = CALM
  await until(() => expect(heard).toEqual(TEXTS))
})
