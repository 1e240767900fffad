import preparePostgres from '../tests/support/postgres'
import { memory } from './memory'
import { sessions } from './sessions'
import { signIn, signUp } from './sign-in'
import { onStage, type Stage } from './stage'
import { storm } from './storm'
import { timing } from './timing'

/** Every benchmark, and what it tells. */
const BENCHMARKS: Record<string, { tells: string; run(stage: Stage): Promise<void> }> = {
  sessions: { tells: 'session checks a second, and their CPU time', run: sessions },
  'sign-in': { tells: 'sign-ins a second, as a share of what bcrypt allows', run: signIn },
  storm: { tells: 'session checks while many people sign in', run: storm },
  'sign-up': { tells: 'sign-ups a second, as a share of what bcrypt allows', run: signUp },
  timing: { tells: 'whether time tells an unknown address from a wrong password', run: timing },
  memory: { tells: 'memory before and under load', run: memory },
}

function list(): void {
  const lines = Object.entries(BENCHMARKS).map(([name, { tells }]) => `  ${name.padEnd(10)}${tells}\n`)
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
    for (const name of chosen) await onStage(async (stage) => BENCHMARKS[name]?.run(stage))
  } finally {
    await stopPostgres()
  }
}
