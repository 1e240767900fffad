import preparePostgres from '../tests/support/postgres'
import { memory } from './memory'
import { monitoring } from './monitoring'
import { sessions } from './sessions'
import { signIn, signUp } from './sign-in'
import { onStage, type Stage } from './stage'
import { storm } from './storm'
import { timing } from './timing'

/** `run` needs the app under load, `alone` only a database. */
type Benchmark = { measures: string; run?(stage: Stage): Promise<void>; alone?(): Promise<void> }

/** Every benchmark by name. */
const BENCHMARKS: Record<string, Benchmark> = {
  sessions: { measures: 'session checks a second, and their CPU time', run: sessions },
  'sign-in': { measures: 'sign-ins a second, as a share of what bcrypt allows', run: signIn },
  storm: { measures: 'session checks while many people sign in', run: storm },
  'sign-up': { measures: 'sign-ups a second, as a share of what bcrypt allows', run: signUp },
  timing: { measures: 'whether time tells an unknown address from a wrong password', run: timing },
  monitoring: {
    measures: 'the dashboard’s data beside a million accounts (fills a database: minutes)',
    alone: monitoring,
  },
  memory: { measures: 'memory before and under load', run: memory },
}

function list(): void {
  const lines = Object.entries(BENCHMARKS).map(([name, { measures }]) => `  ${name.padEnd(12)}${measures}\n`)
  process.stdout.write(
    `npm run bench -- NAME (build first; the ratios are the point)\n${lines.join('')}  all\n`,
  )
}

const [asked] = process.argv.slice(2)
const chosen = Object.keys(BENCHMARKS).filter((name) => asked === 'all' || asked === name)
if (chosen.length === 0) {
  list()
  process.exitCode = asked === undefined ? 0 : 1
} else {
  const stopPostgres = await preparePostgres()
  try {
    for (const name of chosen) {
      const { run, alone } = BENCHMARKS[name] as Benchmark
      if (alone) await alone()
      if (run) await onStage(run)
    }
  } finally {
    await stopPostgres()
  }
}
