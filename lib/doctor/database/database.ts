import { stateOf } from '../../db/states/recognize'
import { DATABASE_STATES } from '../../db/states/table'
import { SECOND } from '../../kernel/clock'
import { readDatabaseAddress } from '../../kernel/env/database-address'
import { type Check, type Finding, green, red, yellow } from '../check'
import { databaseCheck, databaseCode } from './check'
import { headroomCheck } from './headroom'
import { limitsCheck } from './limits'
import { migrationsCheck } from './migrations'
import { oneServerCheck } from './one-server'
import { rightsCheck } from './rights'

/** `server_version_num` of PostgreSQL 15. */
const OLDEST_SERVER = 150_000

const SKEW_UNNOTICED = 2 * SECOND
const SKEW_TOLERATED = 30 * SECOND

/** The state of a failed connection, with its remedy. */
function describeFailure(error: unknown): Finding {
  const code = databaseCode(error)
  if (code === 'DatabaseUrlMissing') return red('cannot be used', 'set DATABASE_URL to postgres://…')
  if (code === 'DatabaseUrlUnfit')
    return red('cannot be used', 'mend DATABASE_… as the check of the configuration says')
  const { meaning, remedy } = DATABASE_STATES[stateOf(error, 'connect') ?? 'unreachable']
  return red(`cannot be used (${code}): ${meaning}`, remedy)
}

const reachCheck: Check = {
  name: 'database',
  async run({ query }) {
    try {
      const [row] = await query<{ version: number; name: string }>(
        `select current_setting('server_version_num')::int as version, current_setting('server_version') as name`,
      )
      const { version = 0, name = '' } = row ?? {}
      const text = `PostgreSQL ${name.split(' ')[0]} answers`
      return version < OLDEST_SERVER ? red(text, 'upgrade to PostgreSQL 15 or newer') : green(text)
    } catch (error) {
      return describeFailure(error)
    }
  },
}

/** True for `sslmode`s that encrypt without verifying the server; `uselibpqcompat` gives them libpq's meanings. */
function isUnverified(url: URL): boolean {
  const mode = url.searchParams.get('sslmode') ?? ''
  const asLibpq = url.searchParams.get('uselibpqcompat') === 'true'
  return mode === 'no-verify' || (asLibpq && ['prefer', 'require'].includes(mode))
}

const tlsCheck = databaseCheck('database TLS', async ({ source, query }) => {
  const address = source.DATABASE_URL ?? ''
  const read = readDatabaseAddress(address)
  if ('fault' in read) return yellow('not checked: DATABASE_URL is not an address', 'set it to postgres://…')
  if (read.isLocal) return green('not needed: the database is on this machine')
  const [row] = await query<{ ssl: boolean; version: string | null }>(
    'select ssl, version from pg_stat_ssl where pid = pg_backend_pid()',
  )
  if (!row?.ssl) return red('the connection is not encrypted', 'add sslmode=verify-full to DATABASE_URL')
  if (!isUnverified(new URL(address))) return green(row.version ?? 'encrypted')
  return yellow('encrypted, but the server is not verified', 'use sslmode=verify-full in DATABASE_URL')
})

/** Compares the database's clock with the middle of the time that the question took. */
const clockCheck = databaseCheck('clock', async ({ now, query }) => {
  const asked = now().getTime()
  const [row] = await query<{ time: string }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::text as time',
  )
  const skew = Math.abs(Number(row?.time) - (asked + now().getTime()) / 2)
  const text = `${(skew / SECOND).toFixed(1)} s from the database’s`
  const fix = 'let both machines follow a time server (NTP, chrony)'
  if (skew <= SKEW_UNNOTICED) return green(text)
  return skew <= SKEW_TOLERATED ? yellow(text, fix) : red(text, fix)
})

export const databaseChecks: Check[] = [
  reachCheck,
  oneServerCheck,
  migrationsCheck,
  rightsCheck,
  tlsCheck,
  headroomCheck,
  limitsCheck,
  clockCheck,
]
