import { seconds } from './constants'
import { interleave, quantile } from './report/rounds'
import { type Report, type Row, shares } from './report/table'
import type { Contender, Measured } from './servers/measured'
import { FASTIFY } from './servers/peers'
import type { Stage } from './stage'

const SECONDS = seconds(3.5)
const CLIENTS = 32
/** Milliseconds between two checks: one visitor who must not wait, not a second load. */
const PAUSE = 5

/** Measures session checks while many people sign in, and the sign-ins beside them: each server in its own storm. */
export async function storm({ limit, contenders, load, background, hashes }: Stage): Promise<Report> {
  const checks = async ({ port, check: { request, status } }: Measured) => {
    const plan = { port, requests: [request], clients: 1, seconds: SECONDS, pause: PAUSE, status }
    const { latencies } = await load.run(plan)
    return [quantile(latencies, 0.5), quantile(latencies, 0.99)]
  }
  const signIns = async ({ port, signIn: { request, status } }: Contender) =>
    (await background.run({ port, requests: [request], clients: CLIENTS, seconds: SECONDS, status })).rate
  const ownStorm = (server: Contender) => async () =>
    (await Promise.all([checks(server), signIns(server)])).flat()
  const { of, rounds } = await interleave({
    // Beside it only bcrypt, in another process.
    limit: async () =>
      (await Promise.all([checks(limit), hashes.run({ seconds: SECONDS, work: 'verify' })]))[0],
    ...Object.fromEntries(contenders.map((server) => [server.name, ownStorm(server)])),
  })
  const row = (what: string, servers: Measured[], figure: number): Row => ({
    what,
    values: Object.fromEntries(servers.map(({ name }) => [name, of(name, figure)])),
  })
  const all = [limit, ...contenders]
  const tail = row('check p99, ms', all, 1)
  const rate = row('sign-ins a second', contenders, 2)
  const against = (one: Row, target: string) => (FASTIFY in one.values ? [shares(one, FASTIFY, target)] : [])
  return {
    title: `Session check while ${CLIENTS} clients sign in (limit: beside bcrypt alone)`,
    rows: [
      row('check p50, ms', all, 0),
      tail,
      ...against(tail, '<= 1.00'),
      rate,
      ...against(rate, '>= 0.97'),
    ],
    rounds,
  }
}
