import { expect, it } from 'vitest'
import { FrameCutter } from '../../../scripts/chaos/frames.ts'

const TEXT = 0x81
const FIRST_PART = 0x01
const LAST_PART = 0x80
const PING = 0x89

/** A frame as RFC 6455 has it: with the shortest length that fits, masked or not. */
function frame(first: number, payload: number, isMasked = false): Buffer {
  const extended = payload < 126 ? Buffer.alloc(0) : Buffer.alloc(payload < 65536 ? 2 : 8)
  if (extended.length === 2) extended.writeUInt16BE(payload)
  if (extended.length === 8) extended.writeBigUInt64BE(BigInt(payload))
  const short = extended.length === 0 ? payload : extended.length === 2 ? 126 : 127
  const mask = isMasked ? Buffer.from([1, 2, 3, 4]) : Buffer.alloc(0)
  return Buffer.concat([Buffer.from([first, (isMasked ? 0x80 : 0) | short]), extended, mask, Buffer.alloc(payload, 7)])
}

const SIZES = [0, 1, 125, 126, 65535, 65536]

it.each(SIZES)('[P9] a frame of %i bytes is cut out whole, masked or not, however its bytes arrive', (size) => {
  for (const isMasked of [false, true]) {
    const frames = [frame(TEXT, size, isMasked), frame(TEXT, 3, isMasked)]
    const stream = Buffer.concat(frames)
    for (const step of [size > 1000 ? 1001 : 1, 4096, stream.length]) {
      const cutter = new FrameCutter()
      const units = []
      for (let at = 0; at < stream.length; at += step) units.push(...cutter.take(stream.subarray(at, at + step)))
      expect(units.map(({ bytes }) => bytes.length)).toEqual(frames.map(({ length }) => length))
      expect(Buffer.concat(units.map(({ bytes }) => bytes)).equals(stream)).toBe(true)
    }
  }
})

it('[P9] fragments of a message stay together, and a control frame between them goes first', () => {
  const [first, ping, last] = [frame(FIRST_PART, 10), frame(PING, 2), frame(LAST_PART, 20)]
  const units = new FrameCutter().take(Buffer.concat([first, ping, last]))
  expect(units.map(({ kind }) => kind)).toEqual(['control', 'message'])
  expect(units.at(-1)?.bytes).toEqual(Buffer.concat([first, last]))
})
