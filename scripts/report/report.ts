import { LARGEST_REPORT, receiveMailedReport } from '../../lib/email/report/mailed/receive'
import { ConfigurationError, databaseOf, type Env, parseEnv } from '../../lib/kernel/env/env'
import { onDatabase } from '../database/on-database'
import { loadEnvironment } from '../environment'
import { runScript, ScriptError } from '../run-script'

/** Exit codes that mail servers understand of a program they pipe mail to (`sysexits.h`). All but TEMPFAIL are final. */
const EX = { USAGE: 64, DATAERR: 65, TEMPFAIL: 75, CONFIG: 78 }

const failure = (text: string, exitCode: number): ScriptError =>
  Object.assign(new ScriptError(text), { exitCode })

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= LARGEST_REPORT) chunks.push(chunk)
  }
  if (size > LARGEST_REPORT) throw failure('the message is too large for a report', EX.DATAERR)
  return Buffer.concat(chunks)
}

async function receive(env: Env, raw: Buffer, recipient: string | undefined): Promise<string> {
  try {
    return await onDatabase(databaseOf(env), (ctx) =>
      receiveMailedReport({ ...ctx, env, countryOf: async () => null }, raw, recipient),
    )
  } catch {
    throw failure('the database cannot store it now', EX.TEMPFAIL)
  }
}

function configurationOf(env: Record<string, string | undefined>): Env {
  try {
    return parseEnv(env)
  } catch (error) {
    throw error instanceof ConfigurationError ? failure(error.message, EX.CONFIG) : error
  }
}

/**
 * `report.ts [RECIPIENT]`: reads one report of a mail server from standard input. Mail that is no report is taken and passed
 * over (exit 0): an error would make the server write to whoever sent it.
 */
async function main(recipients: string[]): Promise<void> {
  if (recipients.length > 1)
    throw failure('give the address that the report was sent to, or nothing', EX.USAGE)
  const raw = await readInput()
  const { env, stop } = await loadEnvironment()
  try {
    process.stdout.write(`report:read: ${await receive(configurationOf(env), raw, recipients[0])}\n`)
  } finally {
    await stop()
  }
}

await runScript('report:read', () => main(process.argv.slice(2)))
