import { parseArgs } from 'node:util'
import type { DataContext } from '../lib/kernel/context'
import type { Env } from '../lib/kernel/env/env'
import { fields } from '../lib/kernel/env/fields'
import { addWebhook, listWebhooks, removeWebhook, replayWebhook, rotateWebhook } from '../lib/webhook/command'
import { onDatabase } from './database/on-database'
import { databaseSettings, type Environment, loadEnvironment } from './environment'
import { runScript, ScriptError } from './run-script'

type Options = { events?: string; from?: string; to?: string }
type Configured = DataContext & { env: Pick<Env, 'authSecrets' | 'webhooks'> }
type Command = (
  ctx: Configured,
  argument: string,
  options: Options,
) => Promise<{ text: string } | { refusal: string }>

/** Flows of the commands, by name, each with the options that it takes. */
const COMMANDS: Record<string, { run: Command; options: (keyof Options)[] }> = {
  add: { run: addWebhook, options: ['events'] },
  list: { run: listWebhooks, options: [] },
  remove: { run: removeWebhook, options: [] },
  rotate: { run: rotateWebhook, options: [] },
  replay: { run: replayWebhook, options: ['from', 'to'] },
}

const isProduction = (env: Environment['env']): boolean => env.NODE_ENV === 'production'

/** The part of the configuration that the commands need. @throws ScriptError */
function configuration(env: Environment['env']): Configured['env'] {
  const secrets = fields.AUTH_SECRET.safeParse(env.AUTH_SECRET || undefined)
  const allowed = fields.WEBHOOK_ALLOW_PRIVATE.safeParse(env.WEBHOOK_ALLOW_PRIVATE || undefined)
  if (!secrets.success || !allowed.success) {
    const issues = [secrets, allowed].flatMap(({ error }) => error?.issues ?? [])
    throw new ScriptError(issues.map(({ message }) => message).join('; '))
  }
  return {
    authSecrets: secrets.data,
    webhooks: { allowPrivate: allowed.data === '1' || !isProduction(env) },
  }
}

/** @throws ScriptError for an option that the command does not take */
function readArguments(name: string, given: string[]): { argument: string; options: Options } {
  const options = Object.fromEntries(
    (COMMANDS[name]?.options ?? []).map((option) => [option, { type: 'string' } as const]),
  )
  try {
    const { values, positionals } = parseArgs({ args: given, options, allowPositionals: true })
    return { argument: positionals.length > 1 ? '' : (positionals[0] ?? ''), options: values }
  } catch {
    throw new ScriptError('an option is not known, or has no value: docs/COMMANDS.md lists them')
  }
}

async function main([name = '', ...given]: string[]): Promise<void> {
  const command = COMMANDS[name]
  if (!command) throw new ScriptError(`the first argument is one of ${Object.keys(COMMANDS).join(', ')}`)
  const { argument, options } = readArguments(name, given)
  const { env, stop } = await loadEnvironment()
  try {
    const outcome = await onDatabase(databaseSettings(env), (ctx) =>
      command.run({ ...ctx, env: configuration(env) }, argument, options),
    )
    if ('refusal' in outcome) throw new ScriptError(outcome.refusal)
    process.stdout.write(`${outcome.text}\n`)
  } finally {
    await stop()
  }
}

const given = process.argv.slice(2)
await runScript(given[0] === undefined ? 'webhook' : `webhook:${given[0]}`, () => main(given))
