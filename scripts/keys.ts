import { openDatabase } from '../lib/db/client'
import { followDatabaseClock } from '../lib/db/clock'
import { systemClock } from '../lib/kernel/clock'
import { databaseOf, type Env, parseEnv } from '../lib/kernel/env/env'
import { createLog } from '../lib/kernel/log'
import { rotateKeys } from '../lib/service-token/keys'
import { loadEnvironment } from './environment'
import { runScript, ScriptError } from './run-script'

/** Makes the next key in the configured database, and says when it signs. */
async function rotate(env: Env, isUrgent: boolean): Promise<string> {
  const log = createLog(systemClock, (line) => process.stderr.write(`${line}\n`))
  const { db, pool } = openDatabase(databaseOf(env), log, 1)
  const ctx = { db, env, log, now: systemClock, countryOf: async () => null }
  try {
    await followDatabaseClock(ctx)
    const { kid, signsAt } = await rotateKeys(ctx, { isUrgent })
    return `key ${kid} is published, and signs from ${signsAt.toISOString()} on`
  } finally {
    await pool.end()
  }
}

/** `keys.ts rotate`: the next key of service tokens signs a day later, or at once with `--now`. */
async function main([command, ...options]: string[]): Promise<void> {
  if (command !== 'rotate' || options.some((option) => option !== '--now'))
    throw new ScriptError('give nothing, or --now for a key that signs at once')
  const { env, stop } = await loadEnvironment()
  try {
    process.stdout.write(`keys:rotate: ${await rotate(parseEnv(env), options.includes('--now'))}\n`)
  } finally {
    await stop()
  }
}

await runScript('keys:rotate', () => main(process.argv.slice(2)))
