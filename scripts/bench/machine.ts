import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Server, TICKS } from './server.ts'

/** Tells how much of this machine's processors others took meanwhile: figures of a machine that is shared mean little. */
export function watchMachine(servers: readonly Server[]): () => string {
  const own = () =>
    servers.reduce((sum, server) => sum + server.cpu('all'), 0) + (process.cpuUsage().user + process.cpuUsage().system) / 1000
  const [begun, ownBefore, allBefore] = [performance.now(), own(), all()]
  return () => {
    const possible = (performance.now() - begun) * availableParallelism()
    const others = Math.max(0, all() - allBefore - Math.max(0, own() - ownBefore))
    return `other work took ${((others * 100) / possible).toFixed(0)} % of this machine's ${availableParallelism()} processors meanwhile`
  }
}

/** Milliseconds that all processors together have worked. */
function all(): number {
  const [, user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  )
    .split(/\s+/)
    .map(Number)
  return ((user + nice + system + interrupts + softInterrupts) * 1000) / TICKS
}
