import { memory } from './memory'
import { monitoring } from './monitoring'
import { people } from './people'
import { profile } from './profile/profile'
import type { Report } from './report/table'
import { scale } from './scale/scale'
import { sessions } from './sessions'
import { signIn, signUp } from './sign-in'
import { soak } from './soak/soak'
import type { Stage } from './stage'
import { dev } from './startup/dev'
import { javascript } from './startup/javascript'
import { start } from './startup/start'
import { storm } from './storm'
import { timing } from './timing'

/** `run` needs the app under load, `alone` only a database. `all` leaves out what `isLong`. */
type Benchmark = {
  measures: string
  isLong?: boolean
  run?(stage: Stage): Promise<Report>
  alone?(): Promise<Report>
}

/** Every benchmark by name. */
export const BENCHMARKS: Record<string, Benchmark> = {
  sessions: { measures: 'session checks a second, and their CPU time', run: sessions },
  'sign-in': { measures: 'sign-ins a second, as a share of what bcrypt allows', run: signIn },
  'sign-up': { measures: 'sign-ups a second, as a share of what bcrypt allows', run: signUp },
  storm: { measures: 'session checks while many people sign in', run: storm },
  memory: { measures: 'memory before and under load', run: memory },
  timing: { measures: 'whether time tells an unknown address from a wrong password', run: timing },
  monitoring: {
    measures: 'the dashboard’s data beside a million accounts (fills a database: minutes)',
    alone: monitoring,
  },
  people: { measures: 'import and export of 100,000 people, beside a COPY of the same rows', alone: people },
  start: { measures: 'processor time and memory of a start', alone: start },
  javascript: { measures: 'scripts of the first pages, compressed', alone: javascript },
  profile: { measures: 'the CPU time of each part of a request', alone: profile },
  scale: { measures: '1, 2 and 4 server processes on one database', alone: scale },
  dev: { measures: '`npm run dev` in a fresh clone (minutes, alone)', isLong: true, alone: dev },
  soak: { measures: 'half an hour of mixed load (BENCH_MINUTES)', isLong: true, alone: soak },
}
