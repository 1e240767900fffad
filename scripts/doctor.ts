import { Resolver } from 'node:dns/promises'
import { openDatabase } from '../lib/db/client'
import { followDatabaseClock } from '../lib/db/clock'
import { migrationsFolder, readMigrations } from '../lib/db/migrate/migrations'
import type { Level, Probe } from '../lib/doctor/check'
import { checksFor } from '../lib/doctor/checks'
import { formatFinding, formatTotal, wantsColour } from '../lib/doctor/report'
import { runChecks } from '../lib/doctor/run'
import { createSesAccount } from '../lib/email/transport/ses/account'
import { verifySmtp } from '../lib/email/transport/smtp/account'
import { SECOND, systemClock, wallClock } from '../lib/kernel/clock'
import { readDatabaseSettings } from '../lib/kernel/env/database'
import { createLog } from '../lib/kernel/log'
import { readCanary } from '../lib/monitor/canary/canary'
import { type Environment, loadEnvironment } from './environment'
import { runScript } from './run-script'

const STEP_TIMEOUT = 5 * SECOND

const say = (line: string) => process.stdout.write(`${line}\n`)

async function fetchStatus(url: string, method = 'GET'): Promise<number> {
  const response = await fetch(url, { method, redirect: 'manual', signal: AbortSignal.timeout(STEP_TIMEOUT) })
  await response.body?.cancel()
  return response.status
}

class DatabaseUrlMissing extends Error {
  override readonly name = 'DatabaseUrlMissing'
}

class DatabaseUrlUnfit extends Error {
  override readonly name = 'DatabaseUrlUnfit'
}

/** Opens the database, the DNS and SES with this deployment's configuration. `close` closes them. */
function openProbe(source: Environment['env']): { probe: Probe; close(): Promise<void> } {
  const log = createLog(systemClock, () => undefined)
  const database = readDatabaseSettings(source)
  // Without an address `pg` would connect to its default server.
  const opened = 'faults' in database ? undefined : { settings: database, ...openDatabase(database, log, 1) }
  const databaseOf = () => {
    if (opened) return opened
    throw source.DATABASE_URL ? new DatabaseUrlUnfit() : new DatabaseUrlMissing()
  }
  const dns = new Resolver({ timeout: STEP_TIMEOUT / 2, tries: 2 })
  const ses = createSesAccount(STEP_TIMEOUT)
  const probe: Probe = {
    source,
    now: systemClock,
    migrations: () => readMigrations(migrationsFolder()),
    query: async (sql) => (await databaseOf().pool.query(sql)).rows,
    async queryAnew(sql) {
      const other = openDatabase(databaseOf().settings, log, 1).pool
      try {
        return (await other.query(sql)).rows
      } finally {
        await other.end()
      }
    },
    dns,
    ses,
    verifySmtp: (address, name) => verifySmtp(address, STEP_TIMEOUT, name),
    async canary(email) {
      // A clock of its own, uncorrected, so that the check of the clock sees the machine's.
      const ctx = { db: databaseOf().db, now: wallClock(() => systemClock().getTime()), log }
      await followDatabaseClock(ctx)
      return readCanary(ctx, email.canaryInterval)
    },
    fetchStatus,
  }
  const close = async () => {
    dns.cancel()
    await Promise.all([opened?.pool.end(), ses.close()])
  }
  return { probe, close }
}

/** Prints a line for each check. @returns the worst level */
async function printFindings(source: Environment['env']): Promise<Level> {
  const coloured = wantsColour(process.stdout.isTTY, process.env.NO_COLOR)
  const { probe, close } = openProbe(source)
  const levels: Level[] = []
  try {
    return await runChecks(checksFor(source), probe, (name, finding) => {
      levels.push(finding.level)
      say(formatFinding(name, finding, coloured))
    })
  } finally {
    say(formatTotal(levels))
    await close()
  }
}

/** Exit code 1 when a finding is red. */
async function main(): Promise<void> {
  const { env, stop } = await loadEnvironment()
  try {
    if ((await printFindings(env)) === 'red') process.exitCode = 1
  } finally {
    await stop()
  }
}

await runScript('doctor', main)
