import { mkdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '../../lib/db/migrate/migrate'
import { BUILD } from '../../tests/support/app'
import { type Cluster, newCluster } from '../../tests/support/cluster'
import { printTable, type Report } from '../report/table'
import { type Observed, startObserved } from '../servers/observed'
import { startMix } from './mix'
import { picture, thirds, totals } from './report'
import { Collector, type Sample } from './samples'

const MINUTES = Number(process.env.BENCH_MINUTES || 30)
/** A shorter run is a rehearsal, whose picture does not belong in the documents. */
const WHOLE = 30
const INTERVAL = 10_000
/** How long the database stays away (ms), and how long after its return an answer of 503 is still of its absence. */
const AWAY = 3_000
const RECOVERY = 5_000

/** As a server in production: commits wait for the disk, and autovacuum runs. */
const SETTINGS = { fsync: 'on', full_page_writes: 'on', autovacuum: 'on' }

async function restart(cluster: Cluster): Promise<void> {
  await cluster.stop()
  await sleep(AWAY)
  await cluster.start()
  await sleep(RECOVERY)
}

/** Loads the server for the whole time, and restarts its database in the middle. */
async function run({ app, port, usage }: Observed, cluster: Cluster) {
  const samples: Sample[] = []
  let restarting: Promise<void> | undefined
  let isRestarting = false
  let restartedAt = 0
  const collector = new Collector(() => isRestarting)
  const mix = startMix(port, collector.note)
  const started = performance.now()
  const minute = () => (performance.now() - started) / 60_000
  collector.take(0, await usage())
  while (minute() < MINUTES) {
    await sleep(INTERVAL - ((performance.now() - started) % INTERVAL))
    samples.push(collector.take(minute(), await usage()))
    // Its log lines are of no use, and would fill this process.
    app.output.length = 0
    if (restarting === undefined && minute() >= MINUTES / 2) {
      restartedAt = minute()
      isRestarting = true
      restarting = restart(cluster).finally(() => {
        isRestarting = false
      })
    }
  }
  await restarting
  await mix.stop()
  return { samples, restartedAt, failed: collector.failed }
}

/**
 * Measures half an hour (BENCH_MINUTES) of mixed load with a restart of PostgreSQL in its middle: memory, latency and
 * failures every ten seconds. Writes `.cache/bench/soak-samples.json` and a picture.
 */
export async function soak(): Promise<Report> {
  const cluster = newCluster(SETTINGS)
  try {
    await cluster.start()
    await migrate(cluster.url('huntaze'))
    const server = await startObserved(BUILD, { DATABASE_URL: cluster.url('huntaze') })
    const outcome = await run(server, cluster).finally(server.stop)
    mkdirSync('.cache/bench', { recursive: true })
    writeFileSync('.cache/bench/soak-samples.json', JSON.stringify(outcome))
    const file = MINUTES >= WHOLE ? 'docs/pictures/soak.svg' : '.cache/bench/soak.svg'
    writeFileSync(file, picture(outcome.samples, [outcome.restartedAt]))
    printTable({ title: 'Answers', rows: totals(outcome.samples) })
    process.stdout.write([...new Set(outcome.failed)].map((line) => `${line}\n`).join(''))
    process.stdout.write(`picture: ${file}\n`)
    const title = `${MINUTES} minutes of mixed load, medians of the 10-second figures`
    return { title, rows: thirds(outcome.samples) }
  } finally {
    await cluster.remove()
  }
}
