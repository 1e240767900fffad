import { SECOND } from '../../kernel/clock'
import { readDatabaseAddress } from '../../kernel/env/database-address'
import { type Check, green, red, yellow } from '../check'
import { databaseCheck, databaseCode } from './check'
import { headroomCheck } from './headroom'
import { migrationsCheck } from './migrations'
import { rightsCheck } from './rights'

/** `server_version_num` of PostgreSQL 15. */
const OLDEST_SERVER = 150_000

const SKEW_UNNOTICED = 2 * SECOND
const SKEW_TOLERATED = 30 * SECOND

const FIXES: [code: RegExp, fix: string][] = [
  [/^DatabaseUrlMissing$/, 'set DATABASE_URL to postgres://…'],
  [/^DatabaseUrlUnfit$/, 'mend DATABASE_… as the configuration’s check says'],
  [/^ServerWithoutTls$/, 'switch TLS on at the server; only a database on this machine may go without'],
  [/^28/, 'check the user and the password of DATABASE_URL, and who the server lets in (pg_hba.conf)'],
  [/^3D000$/, 'create the database: npm run db:init:safe'],
  [/^53300$/, 'the server has no free connection: raise max_connections or end what holds them'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'the host of DATABASE_URL has no address: check its name'],
  [/CERT|SELF_SIGNED|ALTNAME/, 'the server’s certificate is not trusted: give its CA with sslrootcert=…'],
]
const REACH_FIX = 'check host and port of DATABASE_URL, the firewall, and that PostgreSQL runs'

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
      const code = databaseCode(error)
      const fix = FIXES.find(([pattern]) => pattern.test(code))?.[1] ?? REACH_FIX
      return red(`cannot be used (${code})`, fix)
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
  migrationsCheck,
  rightsCheck,
  tlsCheck,
  headroomCheck,
  clockCheck,
]
