import { seconds } from './constants'
import { withCpu } from './load/with-cpu'
import { interleave } from './report/rounds'
import { type Report, shares } from './report/table'
import type { Measured } from './servers/measured'
import type { Stage } from './stage'

const SECONDS = seconds(2)
const MANY = 64

/** Measures session checks a second, each with its query. */
export async function sessions(stage: Stage): Promise<Report> {
  const servers: Measured[] = [stage.limit, ...stage.contenders]
  const measure = (server: Measured, clients: number) => [
    `${server.name} ${clients}`,
    () => withCpu(stage, server, { exchange: server.check, clients, seconds: SECONDS }),
  ]
  const { of, rounds } = await interleave(
    Object.fromEntries([1, MANY].flatMap((clients) => servers.map((server) => measure(server, clients)))),
  )
  const row = (what: string, clients: number, figure: number) => ({
    what,
    values: Object.fromEntries(servers.map(({ name }) => [name, of(`${name} ${clients}`, figure)])),
  })
  const one = row('1 client, a second', 1, 0)
  const many = row(`${MANY} clients, a second`, MANY, 0)
  const cpu = row(`server CPU a check at ${MANY} clients, ms`, MANY, 1)
  const database = row(`PostgreSQL CPU a check at ${MANY} clients, ms`, MANY, 2)
  return {
    title: 'Session check (limit: node:http and one prepared SELECT)',
    rows: [
      one,
      shares(one, 'limit', '>= 0.80'),
      many,
      shares(many, 'limit', '>= 1.00'),
      cpu,
      shares(cpu, 'limit', '<= 1.20'),
      database,
      shares(database, 'limit', '<= 0.80'),
    ],
    rounds,
  }
}
