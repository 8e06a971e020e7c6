/** Sets the one alarm of an object to the earliest of several wishes. A time that is past fires at once: never dropped. */
export async function alarmAtEarliest(storage: DurableObjectStorage, wishes: readonly (number | null)[]): Promise<void> {
  const times = wishes.filter((wish): wish is number => wish !== null)
  if (times.length === 0) return
  // The platform takes no time that is past.
  const next = Math.max(Math.min(...times), Date.now() + 1)
  const current = await storage.getAlarm()
  // An alarm is a written row: one that already stands early enough is left alone.
  if (current !== null && current <= next && current > Date.now()) return
  await storage.setAlarm(next)
}
