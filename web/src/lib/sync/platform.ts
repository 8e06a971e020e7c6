import type { Wire, WireEvents } from '$shared/sync/link.ts'

/** Opens a socket to a path of our own origin. */
export function openWire(path: string, events: WireEvents): Wire {
  const socket = new WebSocket(new URL(path, location.href.replace(/^http/, 'ws')))
  socket.onopen = () => events.opened()
  socket.onmessage = (message) => events.text(message.data)
  socket.onclose = (close) => events.closed(close.code)
  return {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    close: () => socket.close(1000),
  }
}

/** The time of links: it only ever goes forward, whatever somebody does to the clock of the device. */
export const steadyNow = (): number => performance.timeOrigin + performance.now()

/** Calls back at a steady time; the answer cancels it. */
export function callAt(at: number, call: () => void): () => void {
  const timer = setTimeout(call, Math.max(0, at - steadyNow()))
  return () => clearTimeout(timer)
}
