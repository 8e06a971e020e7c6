/** The one alarm of an object, set to the earliest of several wishes. */
export class Alarm {
  readonly #storage: DurableObjectStorage
  /** What is known to stand: an alarm is a written row, so one that is early enough is left alone. */
  #standing: number | null = null

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  /**
   * Sets the alarm without waiting for anything: called in the same breath as a commit, both are kept or neither is, for
   * the platform writes what is not parted by an await as one. A time that is past rings at once. An alarm that stood
   * before is replaced: whoever wakes looks at every wish again.
   */
  atEarliest(wishes: readonly (number | null)[]): void {
    const times = wishes.filter((wish): wish is number => wish !== null)
    if (times.length === 0) return
    const now = Date.now()
    // The platform takes no time that is past.
    const next = Math.max(Math.min(...times), now + 1)
    if (this.#standing !== null && this.#standing > now && this.#standing <= next) return
    this.#standing = next
    void this.#storage.setAlarm(next)
  }

  /** It rang: nothing stands any more. */
  rang(): void {
    this.#standing = null
  }
}
