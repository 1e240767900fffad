import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { type Client, escapeIdentifier, escapeLiteral } from 'pg'
import { named, onServer } from '../../support/database'
import { withClient } from '../../support/with-client'

/** A role, and an empty database of the same name that it owns, on the test's server. */
export type OwnDatabase = {
  role: string
  password: string
  /** The folder of the server's socket. */
  socket: string
  /** As that role, without a pooler. */
  url: string
  /** As the server's superuser, in that database. */
  asAdmin(...statements: string[]): Promise<void>
  drop(): Promise<void>
}

const serverUrl = (): string => process.env.TEST_DATABASE_URL ?? ''

const run = async (client: Client, statements: string[]): Promise<void> => {
  for (const statement of statements) await client.query(statement)
}

export async function ownDatabase(): Promise<OwnDatabase> {
  const role = `surroundings_${randomBytes(5).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  const id = escapeIdentifier(role)
  await onServer((admin) =>
    run(admin, [
      `create role ${id} login password ${escapeLiteral(password)}`,
      `create database ${id} owner ${id} encoding 'UTF8' template template0`,
    ]),
  )
  const url = new URL(named(serverUrl(), role))
  url.username = role
  return {
    role,
    password,
    socket: url.searchParams.get('host') ?? '',
    url: url.href,
    asAdmin: (...statements) => withClient(named(serverUrl(), role), (client) => run(client, statements)),
    drop: () =>
      onServer((admin) => run(admin, [`drop database if exists ${id} with (force)`, `drop role ${id}`])),
  }
}

const INIT_TIMEOUT = 60_000

/**
 * Runs `npm run db:init:safe`'s program.
 * @returns all that it wrote; undefined as its code when it did not end in time
 */
export async function initSafe(
  url: string,
  more: Record<string, string> = {},
): Promise<{ code: number | undefined; output: string }> {
  const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'production' as const, DATABASE_URL: url, ...more }
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/db-init-safe.ts'], { env })
  const late = setTimeout(() => child.kill('SIGKILL'), INIT_TIMEOUT)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  clearTimeout(late)
  return { code: (code as number | null) ?? undefined, output: `${out}${err}` }
}

/** The same, where it must succeed. */
export async function mustInit(url: string, more: Record<string, string> = {}): Promise<void> {
  const { code, output } = await initSafe(url, more)
  if (code !== 0) throw new Error(`db:init:safe ended with ${code ?? 'no end in a minute'}: ${output.trim()}`)
}
