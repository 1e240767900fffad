import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { testDatabase } from '../../tests/support/database'
import { freePort } from '../../tests/support/free-port'
import { BCRYPT_COST } from '../constants'
import { arePeersSetUp, PEERS } from '../peers/set-up'
import { CONTRACT, type Endpoints, openAccount } from './account'
import type { Contender } from './measured'
import { startProgram } from './process'

export const BETTER_AUTH = 'Better Auth'
export const FASTIFY = 'Fastify'

const BETTER_AUTH_ENDPOINTS: Endpoints = {
  check: '/api/auth/get-session',
  signIn: '/api/auth/sign-in/email',
  signUp: '/api/auth/sign-up/email',
  signedUp: 200,
}

const secret = (): string => randomBytes(32).toString('base64url')

async function startBetterAuth(): Promise<Contender> {
  const cwd = path.join(PEERS, 'better-auth')
  const database = await testDatabase('empty')
  const port = await freePort()
  const env = {
    BCRYPT_COST: String(BCRYPT_COST),
    BETTER_AUTH_SECRET: secret(),
    BETTER_AUTH_URL: `http://localhost:${port}`,
    DATABASE_URL: database.url,
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: 'production' as const,
  }
  const migration = spawnSync(process.execPath, ['migrate.mjs'], { cwd, env, stdio: 'inherit' })
  if (migration.status !== 0) throw new Error('the tables of Better Auth could not be made')
  const server = await startProgram({
    file: path.join(PEERS, 'node_modules/next/dist/bin/next'),
    args: ['start', '--hostname', '127.0.0.1'],
    port,
    env,
    cwd,
  })
  const stop = () => server.stop().finally(database.drop)
  const exchanges = await openAccount({ port, stop }, BETTER_AUTH_ENDPOINTS)
  return { ...server, ...exchanges, name: BETTER_AUTH, database: database.url, stop }
}

async function startFastify(): Promise<Contender> {
  const database = await testDatabase('empty')
  const server = await startProgram({
    file: path.join(PEERS, 'fastify/server.mjs'),
    env: { AUTH_SECRET: secret(), BCRYPT_COST: String(BCRYPT_COST), DATABASE_URL: database.url },
  })
  const stop = () => server.stop().finally(database.drop)
  const exchanges = await openAccount({ port: server.port, stop }, CONTRACT)
  return { ...server, ...exchanges, name: FASTIFY, database: database.url, stop }
}

/** Starters of the peers, if they are set up. Says how to set them up otherwise. */
export function peers(): (() => Promise<Contender>)[] {
  if (arePeersSetUp()) return [startBetterAuth, startFastify]
  process.stdout.write('\nwithout the peers: `npm run bench -- peers` installs and builds them\n')
  return []
}
