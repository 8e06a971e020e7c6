import { faultOf, log } from './log.ts'

/** What was asked for, or null where it takes longer than anybody waits or cannot be had. Never throws. */
export async function soon<Value>(asked: Promise<Value>, patience: number, about: Record<string, string>): Promise<Value | null> {
  let stop = () => {}
  const late = new Promise<null>((resolve) => {
    const timer = setTimeout(() => resolve(null), patience)
    stop = () => clearTimeout(timer)
  })
  try {
    return await Promise.race([asked, late])
  } catch (fault) {
    log('warn', 'not-gathered', { ...about, fault: faultOf(fault) })
    return null
  } finally {
    stop()
  }
}
