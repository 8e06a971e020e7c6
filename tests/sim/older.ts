import type { Down } from '../../shared/protocol/down.ts'
import type { Up } from '../../shared/protocol/up.ts'

/** Frames as the first version of the protocol had them: for a page of before at today's edge, or the other way round. */

/** What a device of the first version would have sent instead. */
export function upFromOldDevice(text: string): string {
  const frame = JSON.parse(text) as Up
  if (frame.type === 'hello') return JSON.stringify({ ...frame, protocol: 1 })
  if (frame.type !== 'push') return text
  const { after: _after, at: _at, ...push } = frame
  return JSON.stringify(push)
}

/** What an edge of the first version makes of a frame: null when it would not have understood it. */
export function upToOldEdge(text: string): string | null {
  const frame = JSON.parse(text) as Up
  if (frame.type === 'push' && (frame.after !== undefined || frame.at !== undefined)) return null
  return frame.type === 'hello' ? JSON.stringify({ ...frame, protocol: 1 }) : text
}

/** What an edge of the first version says: its welcome names its own version. */
export function downFromOldEdge(text: string): string {
  const frame = JSON.parse(text) as Down
  return frame.type === 'welcome' ? JSON.stringify({ ...frame, protocol: 1 }) : text
}
