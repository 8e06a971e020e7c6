/** A whole message with its headers as they came, or a control frame. */
export interface Unit {
  kind: 'message' | 'control'
  bytes: Buffer
}

/** Cuts a stream of bytes into WebSocket frames (RFC 6455, 5.2). Fragments of one message stay together. */
export class FrameCutter {
  #held: Buffer = Buffer.alloc(0)
  #fragments: Buffer[] = []

  take(chunk: Buffer): Unit[] {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const units: Unit[] = []
    for (let length = frameLength(this.#held); length !== null; length = frameLength(this.#held)) {
      const frame = this.#held.subarray(0, length)
      this.#held = this.#held.subarray(length)
      const first = frame[0] ?? 0
      if ((first & 0x0f) >= 8) {
        units.push({ kind: 'control', bytes: frame })
        continue
      }
      this.#fragments.push(frame)
      if ((first & 0x80) === 0) continue
      units.push({ kind: 'message', bytes: Buffer.concat(this.#fragments) })
      this.#fragments = []
    }
    return units
  }
}

/** Bytes of the first frame with its header; null while it is not all there. */
function frameLength(bytes: Buffer): number | null {
  if (bytes.length < 2) return null
  const second = bytes[1] ?? 0
  const short = second & 0x7f
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0
  if (bytes.length < 2 + extended) return null
  const payload = extended === 2 ? bytes.readUInt16BE(2) : extended === 8 ? Number(bytes.readBigUInt64BE(2)) : short
  const total = 2 + extended + ((second & 0x80) === 0 ? 0 : 4) + payload
  return bytes.length < total ? null : total
}
