import path from 'node:path'
import { migrate } from '../../lib/db/migrate/migrate'
import { startApp } from '../../tests/support/app'
import { testDatabase } from '../../tests/support/database'
import { BCRYPT_COST } from '../constants'
import { CONTRACT, openAccount } from './account'
import { type Contender, prober } from './measured'

const SETTINGS = { BCRYPT_COST: String(BCRYPT_COST), RATE_LIMIT_SCALE: '100000' }

/** The built app, with an account. */
export async function startOurs(): Promise<Contender> {
  const { env, probe } = await prober()
  const app = await startApp({ ...env, ...SETTINGS })
  const port = Number(new URL(app.url).port)
  const exchanges = await openAccount({ port, stop: app.stop }, CONTRACT)
  return { name: 'ours', port, database: app.database.url, probe, stop: app.stop, ...exchanges }
}

/** An older build in `folder`, on a database with the tables of its own time. */
export async function startBefore(folder: string): Promise<Contender> {
  const { env, probe } = await prober()
  const database = await testDatabase('empty')
  await migrate(database.url, undefined, path.join(folder, 'drizzle'))
  const program = { server: path.resolve(folder, 'dist/server.mjs'), cwd: path.resolve(folder) }
  const app = await startApp({ ...env, ...SETTINGS, DATABASE_URL: database.url }, program)
  const port = Number(new URL(app.url).port)
  const stop = () => app.stop().finally(database.drop)
  const exchanges = await openAccount({ port, stop }, CONTRACT)
  return { name: 'before', port, database: database.url, probe, stop, ...exchanges }
}
