import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SUBJECT } from '../../../lib/account/subject'
import { migrate } from '../../../lib/db/migrate/migrate'
import type { TestDatabase } from '../../support/database'
import { TAGS } from '../../support/migrations'
import { olderDatabase } from '../../support/older-database'
import { queryOnce, withClient } from '../../support/with-client'

/** Migrations before the one that names people to other services. */
const BEFORE = TAGS.indexOf('0014_subject')
const PEOPLE = 2_500

let database: TestDatabase

beforeEach(async () => {
  database = await olderDatabase(BEFORE)
  await queryOnce(
    database.url,
    `insert into users (email, name, password_hash) select n || '@example.com', 'Jean', '-' from generate_series(1, ${PEOPLE}) n`,
  )
})

afterEach(() => database.drop())

const subjects = async () =>
  (await queryOnce<{ subject: string | null }>(database.url, 'select subject from users order by id')).map(
    ({ subject }) => subject,
  )

describe('people who were there before they got a subject', () => {
  it('each get their own, while somebody holds rows among them', async () => {
    await migrate(database.url)
    await queryOnce(database.url, 'update users set subject = null')
    await withClient(database.url, async (busy) => {
      await busy.query('begin; select from users where id in (7, 2000) for update')
      let isFree = false
      const lines: string[] = []
      await migrate(database.url, (line) => {
        lines.push(line)
        // All but theirs are filled: the next round waits for nobody else.
        if (line.startsWith('filled') && !isFree) {
          isFree = true
          void busy.query('commit')
        }
      })
      expect(lines.filter((line) => line.startsWith('filled'))).toEqual([
        `filled users.subject in ${PEOPLE - 2} row(s)`,
        'filled users.subject in 2 row(s)',
      ])
    })
    const all = await subjects()
    expect(all.filter((subject) => !SUBJECT.test(subject ?? ''))).toEqual([])
    expect(new Set(all).size).toBe(PEOPLE)
  })

  it('get it from the next run, where the first was killed on the way', async () => {
    await migrate(database.url)
    const before = await subjects()
    await queryOnce(database.url, 'update users set subject = null where id > 1800')
    const lines: string[] = []
    await migrate(database.url, (line) => lines.push(line))
    expect(lines).toContain(`filled users.subject in ${PEOPLE - 1800} row(s)`)
    expect((await subjects()).slice(0, 1800)).toEqual(before.slice(0, 1800))
    expect((await subjects()).filter((subject) => subject === null)).toEqual([])
  })

  it('have one in the rows that the release before inserts', async () => {
    await migrate(database.url)
    await queryOnce(
      database.url,
      `insert into users (email, name, password_hash) values ('new@example.com', 'Jean', '-')`,
    )
    expect((await subjects()).at(-1)).toMatch(SUBJECT)
  })
})
