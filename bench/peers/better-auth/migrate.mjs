import { getMigrations } from 'better-auth/db/migration'
import { options } from './options.mjs'

/** Makes Better Auth's tables in an empty database. */
const { runMigrations } = await getMigrations(options)
await runMigrations()
await options.database.end()
