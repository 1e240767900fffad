import { afterEach, expect, it } from 'vitest'
import { connectOrCreate } from '../../../lib/db/migrate/connect'
import { named, type TestDatabase, testDatabase } from '../../support/database'
import { freePort } from '../../support/free-port'
import { queryOnce } from '../../support/with-client'

/** Milliseconds. */
const PATIENCE = 1_200

let lines: string[] = []
let database: TestDatabase | undefined

afterEach(async () => {
  await database?.drop()
  database = undefined
  lines = []
})

const connect = (url: string) => connectOrCreate(url, (line) => lines.push(line), PATIENCE)

it.each([
  ['nothing listens', async () => `127.0.0.1:${await freePort()}`, 'ECONNREFUSED'],
  ['there is no route', async () => '255.255.255.255:5432', 'ENETUNREACH'],
])('a server is waited for where %s, and then named', async (_case, host, code) => {
  const place = await host()
  const began = performance.now()
  await expect(connect(`postgres://someone:open-sesame@${place}/nowhere`)).rejects.toThrow(
    `The database nowhere at ${place} cannot be reached (${code}): `,
  )
  expect(performance.now() - began).toBeGreaterThan(PATIENCE)
  expect(lines).toEqual([`waiting for the database nowhere at ${place}`])
})

it('a server that takes no writes is waited for, until it takes them', async () => {
  database = await testDatabase('empty')
  const { url } = database
  const name = new URL(url).pathname.slice(1)
  // From another database: the setting would hold for whoever takes it back here.
  const alter = (text: string) => queryOnce(named(url, 'postgres'), `alter database ${name} ${text}`)
  await alter('set default_transaction_read_only = on')
  await expect(connect(url)).rejects.toThrow('takes no writes')
  const waiting = connectOrCreate(url, (line) => lines.push(line))
  await expect.poll(() => lines).toHaveLength(2)
  await alter('reset default_transaction_read_only')
  const { client } = await waiting
  await client.query('create table writable ()')
  await client.end()
})
