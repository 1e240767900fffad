import { emailAddress } from '../lib/account/email-address'
import type { DataContext } from '../lib/kernel/context'
import type { EmailAddress } from '../lib/kernel/email-address'
import { type FactorReset, resetFactor } from '../lib/operate/reset-factor'
import { type Grant, grantOperator, type Revocation, revokeOperator } from '../lib/operate/roles'
import { onDatabase } from './database/on-database'
import { databaseSettings, loadEnvironment } from './environment'
import { runScript, ScriptError } from './run-script'

type Outcome = Grant | Revocation | FactorReset

/** Flows of the commands, by name. */
const COMMANDS = {
  grant: grantOperator,
  revoke: revokeOperator,
  'reset-factor': resetFactor,
} as const satisfies Record<string, (ctx: DataContext, email: EmailAddress) => Promise<Outcome>>

type Command = keyof typeof COMMANDS
type Answer = { done: boolean; text: string }

const ANSWERS: Record<Outcome, Answer> = {
  granted: { done: true, text: 'is an operator now. Sessions it had are over: sign in again.' },
  granted_enabled: {
    done: true,
    text: 'was disabled: it is enabled, and an operator now. Sign in with the password it had.',
  },
  enabled: {
    done: true,
    text: 'is an operator already, and was disabled: it is enabled now. Sign in with the password it had.',
  },
  was_operator: { done: true, text: 'is an operator already.' },
  revoked: { done: true, text: 'is no operator any more. Its sessions are over.' },
  revoked_rest_disabled: {
    done: true,
    text: 'is no operator any more. Its sessions are over. The other operators are disabled: operator:grant enables one.',
  },
  was_member: { done: true, text: 'is no operator.' },
  unknown: { done: false, text: 'has no account.' },
  unverified: { done: false, text: 'is not verified: open the link in the verification e-mail first.' },
  reset: {
    done: true,
    text: 'has no second factor any more: no app, no recovery codes, no passkeys. Its sessions are over: sign in with the password, and set a new one up.',
  },
  had_none: { done: true, text: 'had no second factor.' },
  last_operator: { done: false, text: 'is the last operator: grant another one first.' },
}

const isCommand = (text: string | undefined): text is Command => text !== undefined && text in COMMANDS

async function run(command: Command, typed: string): Promise<void> {
  const email = emailAddress.safeParse(typed)
  if (!email.success) throw new ScriptError('give one e-mail address, and nothing else')
  const { env, embedded, stop } = await loadEnvironment()
  try {
    if (embedded)
      process.stdout.write(`operator:${command}: no DATABASE_URL, so the embedded database in .data/\n`)
    const outcome = await onDatabase(databaseSettings(env), (ctx) => COMMANDS[command](ctx, email.data))
    const { done, text } = ANSWERS[outcome]
    if (!done) throw new ScriptError(`${email.data} ${text}`)
    process.stdout.write(`operator:${command}: ${email.data} ${text}\n`)
  } finally {
    await stop()
  }
}

/** `operator.ts grant EMAIL`, `revoke EMAIL` and `reset-factor EMAIL`. Exit code 1, and nothing changed, when refused. */
async function main([command, email = '', ...more]: string[]): Promise<void> {
  if (!isCommand(command)) throw new ScriptError('the first argument is grant, revoke or reset-factor')
  await run(command, more.length === 0 ? email : '')
}

const [command] = process.argv.slice(2)
await runScript(isCommand(command) ? `operator:${command}` : 'operator', () => main(process.argv.slice(2)))
