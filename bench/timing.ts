import type { WireRequest } from './load/http-client'
import { median } from './report/rounds'
import type { Report } from './report/table'
import { EMAIL, signInRequest } from './servers/account'
import type { Stage } from './stage'

/** Attempts of each kind, for a standard error of 0.02 of the share below. */
const ATTEMPTS = 500

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
}

/** The probability that a value of `some` is below one of `others` (Mann-Whitney). */
function probabilityBelow(some: number[], others: number[]): number {
  const below = some.map((value) => others.filter((other) => value < other).length)
  return below.reduce((total, count) => total + count, 0) / (some.length * others.length)
}

/** Measures whether the time of a refused sign-in reveals that an address is unknown. */
export async function timing({ ours, load }: Stage): Promise<Report> {
  const password = 'not the password of anybody 7'
  const kinds = [signInRequest(password, EMAIL), signInRequest(password, 'nobody@example.com')] as const
  const requests: WireRequest[] = shuffled(kinds.flatMap((kind) => Array<WireRequest>(ATTEMPTS).fill(kind)))
  const { latencies } = await load.run({ port: ours.port, requests, clients: 1, status: 401 })
  const of = (kind: WireRequest) => latencies.filter((_, index) => requests[index] === kind)
  const [wrong, unknown] = kinds.map(of) as [number[], number[]]
  const row = (what: string, value: number | string, target?: string) => ({
    what,
    values: { ours: value },
    target,
  })
  return {
    title: 'Refused sign-in',
    rows: [
      row('unknown address, median, ms', median(unknown)),
      row('wrong password, median, ms', median(wrong)),
      row('P(unknown faster), +- 0.04', probabilityBelow(unknown, wrong).toFixed(3), '0.47 - 0.53'),
    ],
  }
}
