import { databaseOf, type Env, parseEnv } from '../lib/kernel/env/env'
import { rotateKeys } from '../lib/service-token/keys'
import { onDatabase } from './database/on-database'
import { loadEnvironment } from './environment'
import { runScript, ScriptError } from './run-script'

/** Makes the next key in the configured database, and says when it signs. */
async function rotate(env: Env, isUrgent: boolean): Promise<string> {
  const { kid, signsAt } = await onDatabase(databaseOf(env), (ctx) =>
    rotateKeys({ ...ctx, env, countryOf: async () => null }, { isUrgent }),
  )
  return `key ${kid} is published, and signs from ${signsAt.toISOString()} on`
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
