import { sharedKey } from '../../kernel/brand'
import { type Clock, MINUTE, systemClock } from '../../kernel/clock'
import { LATENCY_CLASSES, latencyClass } from './latency-buckets'

/** Requests of some time. `buckets` counts by class of latency; a request whose time is not known is in none. */
export type RequestTally = { requests: number; errors: number; latency: number; buckets: number[] }

/** Minutes kept while the database is away; older ones are dropped. */
const KEPT_MINUTES = 24 * 60

const emptyTally = (): RequestTally => ({
  requests: 0,
  errors: 0,
  latency: 0,
  buckets: Array(LATENCY_CLASSES).fill(0),
})

function add(tally: RequestTally, more: RequestTally): void {
  tally.requests += more.requests
  tally.errors += more.errors
  tally.latency += more.latency
  for (const [place, count] of more.buckets.entries())
    tally.buckets[place] = (tally.buckets[place] ?? 0) + count
}

function note(tally: RequestTally, isError: boolean, milliseconds: number | undefined): void {
  tally.requests += 1
  if (isError) tally.errors += 1
  if (milliseconds === undefined) return
  tally.latency += milliseconds
  const place = latencyClass(milliseconds)
  tally.buckets[place] = (tally.buckets[place] ?? 0) + 1
}

/** Counts the requests of this process: since its start, and by minute until `take` is called. */
export class RequestCounter {
  readonly sinceStart = emptyTally()
  /** Our own server stands in front and counts everything: handlers behind it must not count again. */
  hasFront = false
  #minutes = new Map<number, RequestTally>()

  constructor(private readonly now: Clock) {}

  /** @param milliseconds until the answer was out, where that is known */
  count(status: number, milliseconds?: number): void {
    note(this.sinceStart, status >= 500, milliseconds)
    note(this.#minuteOf(this.now().getTime()), status >= 500, milliseconds)
  }

  /** An answer that was counted already turned out to be a failure. */
  countFailure(): void {
    this.sinceStart.errors += 1
    this.#minuteOf(this.now().getTime()).errors += 1
  }

  #minuteOf(time: number): RequestTally {
    const minute = time - (time % MINUTE)
    const found = this.#minutes.get(minute)
    if (found) return found
    const made = emptyTally()
    this.#minutes.set(minute, made)
    return made
  }

  /** Takes the counts since the last call, by minute. */
  take(): Map<number, RequestTally> {
    const taken = this.#minutes
    this.#minutes = new Map()
    return taken
  }

  /** Puts back minutes that could not be stored. */
  putBack(minutes: Map<number, RequestTally>): void {
    for (const [minute, tally] of minutes) add(this.#minuteOf(minute), tally)
    const oldestFirst = [...this.#minutes.keys()].sort((one, other) => one - other)
    for (const minute of oldestFirst.slice(0, Math.max(0, oldestFirst.length - KEPT_MINUTES)))
      this.#minutes.delete(minute)
  }
}

/** Next.js loads a module up to four times in one process; only `globalThis` is shared by the copies. */
const shared = globalThis as { [key: symbol]: RequestCounter | undefined }
const KEY = sharedKey('requests')

/** The counter of this process. */
export function requestCounter(): RequestCounter {
  shared[KEY] ??= new RequestCounter(systemClock)
  return shared[KEY]
}

/** Counts a request where no server of ours stands in front: a handler of the API, or the beginning of a page. */
export function countBehindHost(status: number, milliseconds?: number): void {
  const counter = requestCounter()
  if (!counter.hasFront) counter.count(status, milliseconds)
}

/** A page that was counted at its beginning failed, where no server of ours stands in front. */
export function countFailureBehindHost(): void {
  const counter = requestCounter()
  if (!counter.hasFront) counter.countFailure()
}
