import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

export type Kill = { worker: string; at: number }

/** A number of worker processes that is kept up while they are killed one by one. */
export class Crew {
  readonly kills: Kill[] = []
  readonly #working = new Map<string, ChildProcess>()
  readonly #all = new Set<ChildProcess>()
  #hired = 0
  #crashed = 0
  #overtaken = 0

  constructor(
    size: number,
    private readonly launch: (name: string) => ChildProcess,
  ) {
    for (let count = 0; count < size; count += 1) this.#hire()
  }

  /** Processes that ended although nobody asked them to. */
  get crashed(): number {
    return this.#crashed
  }

  /** Sends that another process did as well, while the one that reports it was alive. */
  get overtaken(): number {
    return this.#overtaken
  }

  #hire(): void {
    this.#hired += 1
    const name = `worker-${this.#hired}@example.com`
    const child = this.launch(name)
    this.#all.add(child)
    // A worker says so after its first send: killing one that still starts would show nothing.
    child.on('message', (said) => {
      if (said === 'overtaken') this.#overtaken += 1
      else this.#working.set(name, child)
    })
    child.once('exit', (code, signal) => {
      this.#all.delete(child)
      this.#working.delete(name)
      if (signal !== 'SIGKILL' && code !== 0) this.#crashed += 1
    })
  }

  /** Kills one that works, chosen by `random` (0 to 1), and puts another in its place. Nobody works yet: no kill. */
  async killOne(random: number): Promise<void> {
    const names = [...this.#working.keys()]
    const worker = names[Math.floor(random * names.length)]
    const child = worker && this.#working.get(worker)
    if (!child) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    this.kills.push({ worker, at: Date.now() })
    await ended
    this.#hire()
  }

  /** Lets all finish what is in flight, and waits for them. */
  async stop(): Promise<void> {
    await Promise.all(
      [...this.#all].map(async (child) => {
        const ended = once(child, 'exit')
        // One that has sent nothing yet may have no handler yet.
        child.kill([...this.#working.values()].includes(child) ? 'SIGTERM' : 'SIGKILL')
        await ended
      }),
    )
  }
}
