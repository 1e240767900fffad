import { parseArgs } from 'node:util'
import { SECOND } from '../../lib/kernel/clock'
import type { DataContext } from '../../lib/kernel/context'
import { exportPeople } from '../../lib/operate/people/export'
import { importPeople, type Progress, type Refusal } from '../../lib/operate/people/import'
import { onDatabase } from '../database/on-database'
import { databaseSettings, loadEnvironment } from '../environment'
import { runScript, ScriptError } from '../run-script'
import { inWords, writeOut } from './output'
import { openSource, type Source } from './source'

/** Runs work on the configured database. */
async function onConfigured<T>(work: (ctx: DataContext) => Promise<T>): Promise<T> {
  const { env, stop } = await loadEnvironment()
  try {
    return await onDatabase(databaseSettings(env), work)
  } finally {
    await stop()
  }
}

const say = (command: string, text: string): void => void process.stderr.write(`users:${command}: ${text}\n`)

/** Time between two lines about the progress. */
const PAUSE = 2 * SECOND

/** Says at most every `PAUSE` how far an import is. */
function reporter({ share }: Source): (progress: Progress) => void {
  let last = performance.now()
  return (progress) => {
    if (performance.now() - last < PAUSE) return
    last = performance.now()
    const read = share()
    say('import', `${read === undefined ? '' : `${Math.floor(read * 100)} % read: `}${describe(progress)}`)
  }
}

const describe = ({ imported, existing, refused }: Progress): string =>
  inWords({ imported, 'here already': existing, refused })

const ndjson = (refusals: Refusal[]): string =>
  refusals.map(({ line, reason }) => `${JSON.stringify({ line, reason })}\n`).join('')

async function runImport(file: string, isDryRun: boolean): Promise<void> {
  const source = await openSource(file)
  const report = reporter(source)
  const total = await onConfigured((ctx) =>
    importPeople(ctx, source.bytes, {
      isDryRun,
      async told(refusals, progress) {
        if (refusals.length > 0) await writeOut(ndjson(refusals))
        report(progress)
      },
    }),
  )
  say('import', `${isDryRun ? 'nothing was changed; it would be: ' : ''}${describe(total)}`)
  if (total.refused > 0) process.exitCode = 1
}

async function runExport(): Promise<void> {
  const { written, withheld } = await onConfigured((ctx) => exportPeople(ctx, writeOut))
  say('export', inWords({ written, ...(withheld > 0 && { 'disabled and left out': withheld }) }))
}

/** Positional arguments and options. @throws ScriptError */
function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: { 'dry-run': { type: 'boolean' } }, allowPositionals: true })
  } catch {
    throw new ScriptError('the only option is --dry-run')
  }
}

/** `users.ts import FILE [--dry-run]`, and `users.ts export`. Exit code 1 where a line was refused. */
async function main([command, ...given]: string[]): Promise<void> {
  const { values, positionals } = readArguments(given)
  const [file, ...more] = positionals
  const isDryRun = values['dry-run'] ?? false
  if (command === 'import' && file !== undefined && more.length === 0) return runImport(file, isDryRun)
  if (command === 'export' && file === undefined && !isDryRun) return runExport()
  throw new ScriptError(
    command === 'export'
      ? 'give nothing: it writes to standard output'
      : 'give one file of people, or - for standard input: docs/PEOPLE.md says how',
  )
}

const given = process.argv.slice(2)
await runScript(given[0] === undefined ? 'users' : `users:${given[0]}`, () => main(given))
