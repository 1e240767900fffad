import { startHashGenerator, startLoadGenerator } from './load/worker'
import { startBefore, startOurs } from './servers/builds'
import { databaseCpuMeter } from './servers/database-cpu'
import { startLimitServer } from './servers/limit'
import type { Contender, Measured } from './servers/measured'
import { peers } from './servers/peers'

/** The servers of a benchmark. One works at a time; the others idle. */
type Servers = {
  ours: Contender
  /** Ours, an older build of it (`BENCH_BEFORE`), and the peers that are set up. */
  contenders: Contender[]
  limit: Measured
}

/** The servers and the load generators of a benchmark. */
export type Stage = Servers & {
  load: ReturnType<typeof startLoadGenerator>
  /** A second generator, for load beside the measured one. */
  background: ReturnType<typeof startLoadGenerator>
  hashes: ReturnType<typeof startHashGenerator>
  databaseCpu: Awaited<ReturnType<typeof databaseCpuMeter>>
}

/** Each server goes into `started` as soon as it runs. */
async function startServers(started: Measured[]): Promise<Servers> {
  const noted = async <Server extends Measured>(starting: Promise<Server>): Promise<Server> => {
    const server = await starting
    // The limit ends before ours, on whose database it stands.
    started.unshift(server)
    return server
  }
  const ours = await noted(startOurs())
  const limit = await noted(startLimitServer(ours))
  const contenders = [ours]
  const before = process.env.BENCH_BEFORE
  if (before) contenders.push(await noted(startBefore(before)))
  for (const start of peers()) contenders.push(await noted(start()))
  return { ours, limit, contenders }
}

/** Runs `benchmark` between set-up and tear-down. */
export async function onStage<T>(benchmark: (stage: Stage) => Promise<T>): Promise<T> {
  const databaseCpu = await databaseCpuMeter()
  const [load, background, hashes] = [startLoadGenerator(), startLoadGenerator(), startHashGenerator()]
  const started: Measured[] = []
  try {
    const servers = await startServers(started)
    return await benchmark({ ...servers, load, background, hashes, databaseCpu })
  } finally {
    for (const worker of [load, background, hashes]) worker.stop()
    for (const server of started) await server.stop()
  }
}
