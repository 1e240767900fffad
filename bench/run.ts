import { prepareServer } from '../tests/support/postgres'
import { BENCHMARKS } from './benchmarks'
import { setUpPeers } from './peers/set-up'
import { publish } from './report/publish'
import { onStage } from './stage'

const SET_UP = 'peers'

function list(): void {
  const lines = Object.entries(BENCHMARKS).map(([name, { measures }]) => `  ${name.padEnd(12)}${measures}\n`)
  process.stdout.write(
    `npm run bench -- NAME… (build first; the ratios are the point)\n${lines.join('')}  all
npm run bench -- ${SET_UP} installs and builds other servers, which are then measured as well
BENCH_BEFORE=DIR measures the older build in DIR as well, BENCH_SECONDS=N each round so long\n`,
  )
}

/** PostgreSQL's own settings: a commit waits for the disk, and autovacuum works. */
const SETTINGS = { max_connections: '200' }

async function measure(names: string[]): Promise<void> {
  const stopPostgres = await prepareServer('.cache/bench-pg', SETTINGS)
  try {
    for (const name of names) {
      const { run, alone } = BENCHMARKS[name] ?? {}
      if (alone) await publish(name, await alone())
      if (run) await publish(name, await onStage(run))
    }
  } finally {
    await stopPostgres()
  }
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in BENCHMARKS) && name !== 'all' && name !== SET_UP)
if (asked.length === 0 || unknown.length > 0) {
  list()
  process.exitCode = unknown.length
} else {
  if (asked.includes(SET_UP)) setUpPeers()
  const names = Object.keys(BENCHMARKS).filter(
    (name) => asked.includes(name) || (asked.includes('all') && !BENCHMARKS[name]?.isLong),
  )
  if (names.length > 0) await measure(names)
}
