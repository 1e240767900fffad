import { interleave, quantile } from './rounds'
import type { LimitServer, MeasuredApp } from './servers'
import { type Stage, signInRequest } from './stage'
import { figure, printTable } from './table'

const SECONDS = 6
const CLIENTS = 32
/** Milliseconds between two checks: one visitor who must not wait, not a second load. */
const PAUSE = 5

/** Measures session checks while many people sign in, and the sign-ins beside them. */
export async function storm({ ours, limit, load, background, hashes }: Stage): Promise<void> {
  const checks = async ({ port, check }: MeasuredApp | LimitServer) => {
    const plan = { port, requests: [check], clients: 1, seconds: SECONDS, pause: PAUSE, status: 200 }
    const { latencies } = await load.run(plan)
    return [quantile(latencies, 0.5), quantile(latencies, 0.99)]
  }
  const requests = [signInRequest(ours.email)]
  const plan = { port: ours.port, requests, clients: CLIENTS, seconds: SECONDS, status: 200 }
  const signIns = async () => (await background.run(plan)).rate
  const of = await interleave({
    idle: () => checks(ours),
    signIns,
    storm: async () => (await Promise.all([checks(ours), signIns()])).flat(),
    limitIdle: () => checks(limit),
    // Beside it only bcrypt, in another process.
    limitStorm: async () =>
      (await Promise.all([checks(limit), hashes.run({ seconds: SECONDS, work: 'verify' })]))[0],
  })
  const [p50 = 0, p99 = 0, rate = 0] = of.storm
  const [idleP50 = 0, idleP99 = 0] = of.idle
  const [undisturbed = 0] = of.signIns
  const pair = ([median = 0, tail = 0]: number[]) => `${figure(median)} / ${figure(tail)}`
  printTable(`Session check while ${CLIENTS} clients sign in`, [
    { what: 'idle p50 / p99, ms', ours: pair([idleP50, idleP99]), limit: pair(of.limitIdle), target: '' },
    {
      what: 'storm p50 / p99, ms',
      ours: pair([p50, p99]),
      limit: pair(of.limitStorm),
      target: 'p99 <= 8 ms',
    },
    { what: 'p99, storm against idle', ours: '', ratio: p99 / idleP99, target: '<= 5' },
    {
      what: 'sign-ins a second, disturbed / not',
      ours: `${figure(rate)} / ${figure(undisturbed)}`,
      ratio: rate / undisturbed,
      target: '>= 0.95',
    },
  ])
}
