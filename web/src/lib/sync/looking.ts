/**
 * Does something now and then while somebody looks at the page and there is a network; and at once when they are back, or it is.
 * The milliseconds are between two times.
 */
export function whileLookedAt(look: () => void, every: number, signal: AbortSignal): void {
  let timer: ReturnType<typeof setInterval> | undefined
  const begin = () => {
    clearInterval(timer)
    timer = setInterval(look, every)
  }
  const turn = () => {
    if (document.visibilityState !== 'visible' || !navigator.onLine) return clearInterval(timer)
    look()
    begin()
  }
  if (document.visibilityState === 'visible' && navigator.onLine) begin()
  document.addEventListener('visibilitychange', turn, { signal })
  addEventListener('online', turn, { signal })
  addEventListener('offline', turn, { signal })
  signal.addEventListener('abort', () => clearInterval(timer))
}
