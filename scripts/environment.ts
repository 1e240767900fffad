import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import nextEnv from '@next/env'
import { startEmbedded } from '../dev/postgres/start'
import { type DatabaseSettings, readDatabaseSettings } from '../lib/kernel/env/database'
import { dollarFaults } from '../lib/kernel/env/dollars'
import { ScriptError } from './run-script'

/** The variables of a script. Call `stop` when done: it releases the embedded database, if that is used. */
export type Environment = {
  env: Record<string, string | undefined>
  /** True when no DATABASE_URL was configured and the embedded database serves. */
  embedded: boolean
  stop(): Promise<void>
}

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const SECRET_BYTES = 32

/**
 * The folder of a development machine's data, closed to others (0700). For root 0711, because its database runs as
 * `nobody`, which must pass through to its own part.
 */
function dataFolder(): string {
  const folder = path.join(root, '.data')
  if (existsSync(folder)) return folder
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  return folder
}

/** The development secret, made once. `link` fails if it exists, so that two first starts use the same one. */
function developmentSecret(): string {
  const file = path.join(dataFolder(), 'auth-secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(file, 'utf8').trim()
}

/** Adds the defaults of a development machine. */
async function completeForDevelopment(env: Environment['env']): Promise<Environment> {
  const embedded = !env.DATABASE_URL
  const database = embedded ? await startEmbedded(path.join(dataFolder(), 'pg')) : undefined
  const completed = {
    ...env,
    DATABASE_URL: database?.url ?? env.DATABASE_URL,
    AUTH_SECRET: env.AUTH_SECRET || developmentSecret(),
    EMAIL_TRANSPORT: env.EMAIL_TRANSPORT || 'mailbox',
    APP_URL: env.APP_URL || `http://localhost:${env.PORT || 3000}`,
  }
  return { env: completed, embedded, stop: async () => await database?.stop() }
}

/**
 * The process's variables, completed by the `.env` files Next.js reads, and outside production by defaults: the
 * embedded database, a secret kept in `.data/`, the local mailbox. Production gets no defaults.
 */
export async function loadEnvironment(options: { production?: boolean } = {}): Promise<Environment> {
  const production = options.production ?? process.env.NODE_ENV === 'production'
  const silent = { info: () => undefined, error: () => undefined }
  const before = { ...process.env }
  const { combinedEnv, loadedEnvFiles } = nextEnv.loadEnvConfig(root, !production, silent)
  const faults = dollarFaults(loadedEnvFiles, before)
  if (faults.length > 0) throw new ScriptError(faults.join('; '))
  const env = { ...combinedEnv }
  if (production) return { env, embedded: false, stop: async () => undefined }
  return await completeForDevelopment(env)
}

/** The database's part of the configuration, for commands that need no other. @throws ScriptError */
export function databaseSettings(env: Environment['env']): DatabaseSettings {
  const read = readDatabaseSettings(env)
  if ('faults' in read) throw new ScriptError(read.faults.join('; '))
  return read
}
