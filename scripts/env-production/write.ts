import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigurationError, parseEnv } from '../../lib/kernel/env'
import { fields } from '../../lib/kernel/env/fields'
import { root } from '../environment'
import { toEnvFile } from './file'

const say = (line: string) => process.stdout.write(`env:production: ${line}\n`)

/**
 * Names written to the file: the configuration, and the one name of the AWS SDK that is no credential. A build
 * machine's credentials are not the application's and expire within the hour. NODE_ENV is set by the commands.
 */
const NAMES = [...Object.keys(fields).filter((name) => name !== 'NODE_ENV'), 'AWS_ENDPOINT_URL_SES']

/** The configuration that the environment holds; an empty variable counts as unset. */
const given = (): Record<string, string> =>
  Object.fromEntries(NAMES.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))

function fileTextOf(values: Record<string, string>): string {
  parseEnv({ ...values, NODE_ENV: 'production' })
  const file = toEnvFile(values)
  if (file.ok) return file.text
  throw new ConfigurationError(
    file.names.map(
      (name) => `${name} cannot be written to a .env file: use fewer kinds of quotes and backslashes`,
    ),
  )
}

/** Replaces the file by a new one readable by its owner alone: an overwritten file would keep its old mode. */
function writePrivately(file: string, text: string): void {
  const draft = `${file}.draft`
  rmSync(draft, { force: true })
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' })
  renameSync(draft, file)
}

/**
 * Writes `.env.production`, readable by its owner alone, for hosts that know the environment while they build and not
 * when they run. Exit code 1, and no file, when the configuration is not complete.
 */
function main(): void {
  const values = given()
  try {
    writePrivately(path.join(root, '.env.production'), fileTextOf(values))
    say(`wrote ${Object.keys(values).join(', ')}`)
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

main()
