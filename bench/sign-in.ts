import { seconds } from './constants'
import type { HashLoad } from './load/hash-generator'
import { withCpu } from './load/with-cpu'
import { interleave } from './report/rounds'
import { type Report, type Row, shares } from './report/table'
import type { Contender, Exchange } from './servers/measured'
import { BETTER_AUTH } from './servers/peers'
import type { Stage } from './stage'

const SECONDS = seconds(3.5)
const CLIENTS = 8
const BCRYPT = 'bcrypt'

/** `targets`: of the hash alone, and of Better Auth. */
type Workload = {
  title: string
  exchange(server: Contender): Exchange
  work: HashLoad['work']
  targets: { bcrypt?: string; betterAuth: string }
}

async function againstBcrypt(stage: Stage, workload: Workload): Promise<Report> {
  const { title, exchange, work, targets } = workload
  const { contenders, hashes } = stage
  const load = (server: Contender) => () =>
    withCpu(stage, server, { exchange: exchange(server), clients: CLIENTS, seconds: SECONDS })
  const { of, rounds } = await interleave({
    [BCRYPT]: async () => {
      const { rate, cpu } = await hashes.run({ seconds: SECONDS, work })
      return [rate, cpu]
    },
    ...Object.fromEntries(contenders.map((server) => [server.name, load(server)])),
  })
  const hash = of(BCRYPT, 1)
  const row = (what: string, value: (name: string) => number): Row => ({
    what,
    values: Object.fromEntries(contenders.map(({ name }) => [name, value(name)])),
  })
  const rate = row('a second', (name) => of(name))
  rate.values[BCRYPT] = of(BCRYPT)
  const rows = [
    rate,
    shares(rate, BCRYPT, targets.bcrypt),
    ...(BETTER_AUTH in rate.values ? [shares(rate, BETTER_AUTH, targets.betterAuth)] : []),
    { what: 'CPU of the hash, ms', values: { [BCRYPT]: hash } },
    // Other work on the machine lowers the rate, but hardly changes these.
    row('server CPU each without the hash, ms', (name) => of(name, 1) - hash),
    row('PostgreSQL CPU each, ms', (name) => of(name, 2)),
  ]
  return { title: `${title}, ${CLIENTS} clients`, rows, rounds }
}

/** Measures sign-ins a second, as a share of bcrypt's rate and of a peer's. */
export const signIn = (stage: Stage): Promise<Report> =>
  againstBcrypt(stage, {
    title: 'Sign-in',
    exchange: (server) => server.signIn,
    work: 'verify',
    targets: { bcrypt: '>= 0.97', betterAuth: '>= 1.15' },
  })

/** Measures sign-ups a second, outbox included, likewise. */
export const signUp = (stage: Stage): Promise<Report> =>
  againstBcrypt(stage, {
    title: 'Sign-up',
    exchange: (server) => server.signUp,
    work: 'hash',
    targets: { betterAuth: '>= 1.15' },
  })
