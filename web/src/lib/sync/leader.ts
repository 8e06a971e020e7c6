import type { Replica } from '../replica/db.ts'

/** How long a hidden leader may take to give way before it is taken for frozen. */
const PATIENCE = 2000

/**
 * Runs `lead` in one tab at a time, and by itself in a page that had to go on in memory: what is there no other tab sees.
 */
export function electLeader(name: string, db: Replica, lead: (signal: AbortSignal) => void): () => void {
  let resign = db.inMemory ? leadAlone(lead) : campaignFor(name, lead)
  let resigned = false
  db.onRetreat(() => {
    if (resigned) return
    resign()
    resign = leadAlone(lead)
  })
  return () => {
    resigned = true
    resign()
  }
}

function leadAlone(lead: (signal: AbortSignal) => void): () => void {
  const closing = new AbortController()
  lead(closing.signal)
  return () => closing.abort()
}

/**
 * Runs `lead` in one tab at a time. A visible tab wants to lead, since a hidden one has its timers throttled: it asks,
 * and a hidden leader gives way; one that does not answer is overtaken. `lead` is told to stop through its signal. An
 * overlap is harmless: receipts make a command count once.
 */
function campaignFor(name: string, lead: (signal: AbortSignal) => void): () => void {
  if (!navigator.locks) return leadAlone(lead)
  const closing = new AbortController()
  const channel = new BroadcastChannel(`lead:${name}`)
  let term: AbortController | null = null
  let queueing = new AbortController()
  let overtake = false

  async function campaign(): Promise<void> {
    while (!closing.signal.aborted) {
      queueing = new AbortController()
      const options: LockOptions = overtake ? { steal: true } : { signal: queueing.signal }
      overtake = false
      try {
        await navigator.locks.request(name, options, hold)
      } catch {
        // Overtaken by another tab, or no longer queueing.
      }
      term?.abort()
      term = null
    }
  }

  function hold(): Promise<void> {
    const mine = new AbortController()
    term = mine
    lead(mine.signal)
    return new Promise((resolve) => mine.signal.addEventListener('abort', () => resolve()))
  }

  function want(): void {
    if (document.hidden || term) return
    channel.postMessage('want')
    setTimeout(() => {
      if (term || document.hidden) return
      overtake = true
      queueing.abort()
    }, PATIENCE)
  }

  channel.onmessage = () => {
    if (document.hidden) term?.abort()
  }
  document.addEventListener('visibilitychange', want, { signal: closing.signal })
  void campaign()
  want()
  return function resign() {
    closing.abort()
    queueing.abort()
    term?.abort()
    channel.close()
  }
}
