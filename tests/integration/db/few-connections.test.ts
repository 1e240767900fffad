import { randomBytes } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import { createLog } from '../../../lib/kernel/log'
import { testClock } from '../../support/clock'
import { testDatabase } from '../../support/database'
import { withClient } from '../../support/with-client'

const database = await testDatabase('empty')
const role = `few_${randomBytes(4).toString('hex')}`

afterEach(async () => {
  await withClient(database.url, (client) => client.query(`drop role ${role}`))
  await database.drop()
})

it('two processes of a role that may have five connections answer everybody', async () => {
  await withClient(database.url, (client) =>
    client.query(`create role ${role} login password 'few' connection limit 5`),
  )
  const url = Object.assign(new URL(database.url), { username: role }).href
  const log = createLog(testClock(), () => undefined)
  const pools = [openDatabase(url, log).pool, openDatabase(url, log).pool]
  // A process makes its first connection while it starts.
  for (const pool of pools) await pool.query('select')
  const asked = pools.flatMap((pool) => Array.from({ length: 20 }, () => pool.query('select pg_sleep(0.01)')))
  const answers = await Promise.allSettled(asked)
  await Promise.all(pools.map((pool) => pool.end()))
  expect(answers.filter(({ status }) => status === 'rejected')).toEqual([])
})
