/** Pieces of work under way. */
export class InFlight {
  readonly #underWay = new Set<Promise<void>>()

  get size(): number {
    return this.#underWay.size
  }

  /**
   * @param work never fails
   * @returns resolves when it has ended, and counts no more
   */
  add(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.#underWay.delete(tracked))
    this.#underWay.add(tracked)
    return tracked
  }

  /** Waits until one ends. */
  async next(): Promise<void> {
    await Promise.race(this.#underWay)
  }

  /** Waits until all end. */
  async drain(): Promise<void> {
    while (this.size > 0) await Promise.all(this.#underWay)
  }
}
