import { randomBytes } from 'node:crypto'
import { escapeIdentifier } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { onServer, testDatabase } from '../../support/database'
import { migrationsWith, TAGS } from '../../support/migrations'
import { queryOnce } from '../../support/with-client'

type Case = {
  kind?: 'migrated' | 'empty' | 'missing'
  /** As superuser, elsewhere. */
  before?: (role: string, database: string) => string[]
  schema?: string
  /** As the sentence names them. */
  says: (role: string, database: string) => string
  /** Follows the sentence's advice, as superuser. */
  isMendedBySaid?: boolean
}

async function aRole(): Promise<string> {
  const role = `role_${randomBytes(4).toString('hex')}`
  await onServer((admin) => admin.query(`create role ${role} login password 'pa55'`))
  onTestFinished(() => onServer((admin) => admin.query(`drop role ${role}`)).then(() => undefined))
  return role
}

const as = (role: string, url: string): string => {
  const other = new URL(url)
  other.username = role
  other.password = 'pa55'
  return other.href
}

const CASES: Record<string, Case> = {
  'no right at all': {
    says: (role, database) =>
      `The role ${role} may not make its tables in the database ${database}. As its owner: grant create on database "${database}" to "${role}"; grant usage, create on schema "public" to "${role}"`,
  },
  'no right to make the schema of choice': {
    schema: 'app',
    says: (role, database) => `As its owner: grant create on database "${database}" to "${role}"`,
  },
  'no right to make tables': {
    before: (role, database) => [`grant create on database "${database}" to ${role}`],
    says: (role) => `As its owner: grant usage, create on schema "public" to "${role}"`,
  },
  'a database it may not enter': {
    before: (_, database) => [`revoke connect on database "${database}" from public`],
    says: (role, database) =>
      `may not be used by ${role}. As its owner: grant connect on database "${database}" to "${role}"`,
  },
  'a missing database that it may not make': {
    kind: 'missing',
    says: (role, database) =>
      `does not exist, and ${role} may not make it. As a superuser: create database "${database}" owner "${role}" template template0 encoding 'UTF8'`,
  },
  'a database that takes nobody': {
    before: (_, database) => [`alter database "${database}" allow_connections false`],
    says: (_, database) =>
      `takes no connections. As its owner: alter database "${database}" allow_connections true`,
  },
}

describe('one sentence says what is missing, and the statement that mends it', () => {
  it.each(Object.entries(CASES))('%s', async (_, { kind = 'empty', before, schema = 'public', says }) => {
    const role = await aRole()
    const database = await testDatabase(kind)
    onTestFinished(() => database.drop())
    const name = new URL(database.url).pathname.slice(1)
    for (const statement of before?.(role, name) ?? []) await onServer((admin) => admin.query(statement))
    const settings = { url: as(role, database.url), schema, prepare: 'auto' as const }
    const failed = await migrate(settings).catch((error) => error)
    expect(failed.name).toBe('MigrationError')
    expect(failed.message).toContain(says(role, name))
    expect(failed.message).not.toContain('\n')
    expect(failed.message).not.toContain('pa55')
  })

  it('is right: with the statements that it names, the role migrates', async () => {
    const role = await aRole()
    const database = await testDatabase('empty')
    onTestFinished(() => database.drop())
    const failed = await migrate(as(role, database.url)).catch((error) => error)
    await queryOnce(database.url, failed.message.slice(failed.message.indexOf('grant ')))
    expect(await migrate(as(role, database.url))).toMatchObject({ applied: TAGS })
  })

  it('tables of another role', async () => {
    const role = await aRole()
    const database = await testDatabase('empty')
    onTestFinished(() => database.drop())
    await migrate(database.url)
    await queryOnce(
      database.url,
      `grant usage, create on schema public, drizzle to ${role}; grant select, insert on drizzle.__drizzle_migrations to ${role}; grant usage on all sequences in schema drizzle to ${role}`,
    )
    const failed = await migrate(
      as(role, database.url),
      undefined,
      migrationsWith('ALTER TABLE users ADD COLUMN nickname text'),
    ).catch((error) => error)
    const [owner] = await queryOnce<{ owner: string }>(
      database.url,
      `select tableowner as owner from pg_tables where tablename = 'users'`,
    )
    expect(failed.message).toBe(
      `The tables belong to the role ${owner?.owner}, and ${role} may not change them. Run this as ${owner?.owner}, or: grant ${escapeIdentifier(owner?.owner ?? '')} to "${role}"`,
    )
  })
})
