import { connect, type Socket } from 'node:net'

const TEXT = 1
const CLOSE = 8
const PING = 9
const PONG = 10

/**
 * A WebSocket (RFC 6455) that costs its program as little as can be, so that a generator can outrun a server: no
 * compression, and masks of zero, which leave the payload as it is.
 */
export class Wire {
  /** The payload of a text frame. It is valid only during the call. */
  onText: (payload: Buffer) => void = () => {}
  onClose: () => void = () => {}
  readonly #socket: Socket
  #rest: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  static open(base: string, path: string, cookie: string): Promise<Wire> {
    const { hostname, port, host } = new URL(base)
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      const wire = new Wire(socket)
      let head = Buffer.alloc(0)
      socket.on('connect', () => socket.write(upgrade(host, path, cookie)))
      const greeted = (data: Buffer) => {
        head = Buffer.concat([head, data])
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        socket.off('data', greeted)
        const [status = ''] = head.toString('latin1', 0, end).split('\r\n')
        if (!status.includes(' 101 ')) {
          socket.destroy()
          return reject(new Error(`no socket at ${path}: ${status}`))
        }
        socket.on('data', (more) => wire.#take(more))
        resolve(wire)
        if (head.length > end + 4) wire.#take(head.subarray(end + 4))
      }
      socket.on('data', greeted)
      socket.on('error', reject)
      socket.on('close', () => {
        reject(new Error(`no socket at ${path}`))
        wire.onClose()
      })
    })
  }

  send(text: string): void {
    this.#write(TEXT, text)
  }

  /** Ends without a word more to `onClose`. */
  close(): void {
    this.onClose = () => {}
    this.onText = () => {}
    this.#write(CLOSE, '\x03\xe8')
    this.#socket.destroySoon()
    // What lies before the close may not go out for long, where the other side takes nothing.
    setTimeout(() => this.#socket.destroy(), 1000).unref()
  }

  #write(opcode: number, text: string): void {
    if (this.#socket.destroyed) return
    const length = opcode === TEXT ? Buffer.byteLength(text) : text.length
    const extended = length < 126 ? 0 : length < 65536 ? 2 : 8
    const frame = Buffer.allocUnsafe(6 + extended + length)
    frame[0] = 0x80 | opcode
    frame[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127)
    if (extended === 2) frame.writeUInt16BE(length, 2)
    if (extended === 8) frame.writeBigUInt64BE(BigInt(length), 2)
    frame.writeUInt32BE(0, 2 + extended)
    frame.write(text, 6 + extended, opcode === TEXT ? 'utf8' : 'latin1')
    this.#socket.write(frame)
  }

  #take(data: Buffer): void {
    let rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data
    for (;;) {
      const frame = frameOf(rest)
      if (!frame) break
      if (frame.opcode === TEXT) this.onText(frame.payload)
      if (frame.opcode === PING) this.#write(PONG, frame.payload.toString('latin1'))
      if (frame.opcode === CLOSE) this.#socket.destroySoon()
      rest = rest.subarray(frame.end)
    }
    this.#rest = rest
  }
}

/** The first whole frame of what has come, or null. A server neither masks nor, this one, cuts its frames into parts. */
function frameOf(data: Buffer): { opcode: number; payload: Buffer; end: number } | null {
  if (data.length < 2) return null
  const short = (data[1] ?? 0) & 127
  const begin = short < 126 ? 2 : short === 126 ? 4 : 10
  if (data.length < begin) return null
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
  if (data.length < begin + length) return null
  return { opcode: (data[0] ?? 0) & 15, payload: data.subarray(begin, begin + length), end: begin + length }
}

function upgrade(host: string, path: string, cookie: string): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: ZXZlbmtlZWwgYmVuY2ghIQ==',
    'Sec-WebSocket-Version: 13',
    ...(cookie ? [`Cookie: ${cookie}`] : []),
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
