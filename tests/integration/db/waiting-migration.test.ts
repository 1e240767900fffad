import type { Client } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { testDatabase } from '../../support/database'
import { TAGS } from '../../support/migrations'
import { withClient } from '../../support/with-client'

/** The lock of every release. */
const LOCK = 727_274

/** Runs `action` while a session called `deploy-7` holds the lock, as an older release does, or a pooler for it. */
async function whileLocked<T>(action: (url: string, holder: Client, pid: number) => Promise<T>): Promise<T> {
  const database = await testDatabase('empty')
  onTestFinished(() => database.drop())
  return await withClient(database.url, async (holder) => {
    await holder.query(`set application_name = 'deploy-7'`)
    const { rows } = await holder.query(`select pg_backend_pid() as pid, pg_advisory_lock(${LOCK})`)
    return await action(database.url, holder, rows[0].pid)
  })
}

describe('a migration that another one keeps waiting', () => {
  it('says for whom it waits, and goes on once the other one has ended', async () => {
    await whileLocked(async (url, holder, pid) => {
      const lines: string[] = []
      const migrated = migrate(url, (line) => lines.push(line))
      await expect
        .poll(() => lines)
        .toEqual([
          expect.stringMatching(
            new RegExp(
              `^waiting for another migration: process ${pid} of the database server [(]deploy-7, since 20.*Z[)]$`,
            ),
          ),
        ])
      await holder.query(`select pg_advisory_unlock(${LOCK})`)
      expect(await migrated).toMatchObject({ applied: TAGS })
    })
  })

  it('gives up in the end, with the statement that ends the other one', async () => {
    await whileLocked(async (url, holder, pid) => {
      const failed = await migrate(url, undefined, undefined, 200).catch((error) => error)
      expect(failed).toMatchObject({ name: 'MigrationError', exitCode: 75 })
      expect(failed.message).toMatch(
        new RegExp(
          `^Waited 0 s for another migration: process ${pid} .*deploy-7.* and gave up.*select pg_terminate_backend[(]${pid}[)]$`,
        ),
      )
      const { rows } = await holder.query(`select to_regclass('public.users') as users`)
      expect(rows).toEqual([{ users: null }])
    })
  })
})
