import type { Exchange, Measured } from '../servers/measured'
import type { Stage } from '../stage'

/** Requests to a server from `clients` at once, for so many seconds. */
type Work = { exchange: Exchange; clients: number; seconds: number }

/** Loads a server. @returns answers a second, and the CPU time (ms) that each took the server and PostgreSQL */
export async function withCpu(
  { load, databaseCpu }: Pick<Stage, 'load' | 'databaseCpu'>,
  server: Measured,
  { exchange, clients, seconds }: Work,
): Promise<[rate: number, cpu: number, databaseCpu: number]> {
  const before = await server.probe()
  const spent = databaseCpu(server.database)
  const { request, status } = exchange
  const { answers, rate } = await load.run({
    port: server.port,
    requests: [request],
    clients,
    seconds,
    status,
  })
  const database = spent()
  const after = await server.probe()
  return [rate, (after.cpu - before.cpu) / answers, database / answers]
}
