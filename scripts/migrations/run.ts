import { migrationsFolder } from '../../lib/db/migrate/migrations'
import { reviewMigrations } from './review'

const faults = reviewMigrations(migrationsFolder())
for (const fault of faults) process.stderr.write(`db:generate: refused: ${fault}\n`)
if (faults.length > 0) process.exitCode = 1
