import type { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/database'
import { withClient } from '../../support/with-client'

/** The settings at the head of every dump of pg_dump that matter to functions. */
const DUMP_HEAD = `select pg_catalog.set_config('search_path', '', false); set check_function_bodies = false`

const PERSON = `insert into public.users (id, email, name, password_hash, email_verified) overriding system value
  values (7, 'marie@huntaze.example', 'Marie', 'x', true)`

const COUNTS = `select kind, sum(amount)::int as amount from public.tally_marks group by 1 order by 1`

let database: TestDatabase

const on = <T>(action: (client: Client) => Promise<T>) => withClient(database.url, action)

describe('rows of a dump that are restored into tables of their own', () => {
  beforeEach(async () => {
    database = await testDatabase()
  })

  afterEach(() => database.drop())

  it('are counted by the dump alone', async () => {
    const counted = await on(async (client) => {
      await client.query(DUMP_HEAD)
      await client.query(PERSON)
      return (await client.query(COUNTS)).rows
    })
    expect(counted).toEqual([])
  })

  it.each([
    ['a new account', PERSON, { users: 1, users_verified: 1, signup: 1 }],
    ['a disabled one', `${PERSON}; update public.users set disabled_at = now()`, { users_disabled: 1 }],
    ['one that is gone', `${PERSON}; delete from public.users`, { users: 0, users_verified: 0 }],
    [
      'a message that left',
      `${PERSON}; insert into public.email_messages (user_id, kind, sealed, due_at) values (7, 'verification', '', now());
       update public.email_messages set status = 'sent', sealed = null`,
      { mail_sent: 1, signup_mailed: 1 },
    ],
  ])('%s is counted from a connection that looks nowhere', async (_case, statements, wanted) => {
    const counted = await on(async (client) => {
      await client.query(`set search_path = ''`)
      await client.query(statements)
      return (await client.query(COUNTS)).rows
    })
    expect(Object.fromEntries(counted.map(({ kind, amount }) => [kind, amount]))).toMatchObject(wanted)
  })
})
