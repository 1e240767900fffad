import { getTableColumns, getTableName } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { API_ROUTES } from '../../../app/api/routes'
import { EXPORTED, KEPT, NOT_EXPORTED } from '../../../lib/account/export/tables'
import type { ExportRule } from '../../../lib/db/export/rule'
import { recipientHash, suppress } from '../../../lib/email/report/suppression'
import { EXPORT } from '../../../lib/i18n/texts/export'
import { DAY, MINUTE } from '../../../lib/kernel/clock'
import { LOCALES } from '../../../lib/kernel/locale'
import { mintLink } from '../../../lib/link/mint'
import { apiRequest, call } from '../../support/api'
import { rowsUnder, unquoted } from '../../support/documents'
import { newestMessage } from '../../support/messages'
import { anOperator, eventsOf } from '../../support/operators'
import { aVerifiedUser, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ isServed: true })

type Column = { table: string; column: string }

/** The columns that the database has. */
async function columnsNow(): Promise<Column[]> {
  const { rows } = await world.pool.query<Column>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' order by 1, 2`,
  )
  return rows
}

/** The columns that are exported, or withheld for a reason, by their names in the database. */
const placed = (rules: ExportRule[]): string[] =>
  rules.flatMap(({ table, columns }) =>
    Object.entries(getTableColumns(table))
      .filter(([key]) => key in columns)
      .map(([, { name }]) => `${getTableName(table)}.${name}`),
  )

/** Columns of the database that nobody placed. */
const missing = (columns: Column[], rules: ExportRule[], others: Record<string, string>): string[] => {
  const known = new Set(placed(rules))
  return columns
    .filter(({ table, column }) => !(table in others) && !known.has(`${table}.${column}`))
    .map(({ table, column }) => `${table}.${column}`)
}

const as = (jwt: string) => ({ headers: { cookie: `auth-token=${jwt}` } })

const exportOf = async (jwt: string) => {
  const response = await call('GET', '/api/account/export', as(jwt))
  return { response, text: await response.clone().text(), body: await response.json() }
}

describe('the schema', () => {
  it('has no table and no column that is neither exported nor left out for a reason', async () => {
    expect(missing(await columnsNow(), EXPORTED, NOT_EXPORTED)).toEqual([])
  })

  it('and a new one would be found', async () => {
    await world.pool.query('create table diaries (user_id bigint, entry text)')
    await world.pool.query('alter table users add column shoe_size integer')
    try {
      expect(missing(await columnsNow(), EXPORTED, NOT_EXPORTED)).toEqual([
        'diaries.entry',
        'diaries.user_id',
        'users.shoe_size',
      ])
    } finally {
      await world.pool.query('drop table diaries')
      await world.pool.query('alter table users drop column shoe_size')
    }
  })

  it('has every table that a rule names, and words for each in every language', async () => {
    const tables = new Set((await columnsNow()).map(({ table }) => table))
    const exported = EXPORTED.map(({ table }) => getTableName(table))
    expect([...exported, ...Object.keys(NOT_EXPORTED)].sort()).toEqual([...tables].sort())
    for (const locale of LOCALES) expect(Object.keys(EXPORT[locale].about).sort()).toEqual(exported.sort())
  })
})

describe('an export', () => {
  // ASVS 14.2.6
  it('is a file of every row about the person, and of nobody else', async () => {
    const { ctx } = world
    const person = await aVerifiedUser(world, freshEmail())
    const stranger = await aVerifiedUser(world, freshEmail())
    const pending = freshEmail()
    const { token } = await mintLink(ctx, 'change_email', { id: person.user.id, email: pending })
    const { id: messageId } = await newestMessage(world, person.user.id)
    await suppress(ctx, { recipientHash: recipientHash(person.email), reason: 'complaint', messageId })
    await world.pool.query(
      `insert into email_events (source_id, type, message_id, occurred_at, received_at)
       values ('mine', 'complaint', $1, now(), now())`,
      [messageId],
    )
    await world.pool.query(
      `insert into webhook_events (type, subject) select 'user.verified', subject from users where id = any($1)`,
      [[person.user.id, stranger.user.id]],
    )
    const { response, body, text } = await exportOf(person.jwt)
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="huntaze-data-${ctx.now().toISOString().slice(0, 10)}.json"`,
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    const counts = Object.entries(body.tables as Record<string, { rows: unknown[] }>).map(
      ([name, { rows }]) => [name, rows.length],
    )
    expect(Object.fromEntries(counts)).toEqual({
      users: 1,
      signups: 1,
      sessions: 1,
      session_keys: 0,
      totp_secrets: 0,
      recovery_codes: 0,
      passkeys: 0,
      sign_in_steps: 0,
      factor_removals: 0,
      identities: 0,
      identity_offers: 0,
      email_verification_tokens: 1,
      email_verification_uses: 1,
      email_messages: 2,
      email_events: 1,
      email_suppressions: 1,
      webhook_events: 1,
      events: 3,
    })
    for (const known of [person.email, pending, 'Jean Dupont', 'example.com']) expect(text).toContain(known)
    expect(text).not.toContain(stranger.email)
    expect(token).toHaveLength(64)
    expect(await eventsOf(world, person.user.id)).toEqual(['registered', 'email_verified', 'data_exported'])
  })

  // ASVS 14.2.6, 15.3.1
  it('holds no secret, no hash, and no number of another account', async () => {
    const operator = await anOperator(world)
    const person = await aVerifiedUser(world, freshEmail())
    await world.pool.query(
      `insert into events (type, user_id, actor_id, browser, created_at) values
       ('person_viewed', $1, $2, 'Firefox', now()), ('account_enabled', $1, $2, null, now())`,
      [person.user.id, operator.user.id],
    )
    const { text, body } = await exportOf(person.jwt)
    const { rows } = await world.pool.query(
      `select password_hash, network_key, s.id, encode(s.token_hash, 'hex') as hash, encode(s.network, 'hex') as network
       from users join sessions s on s.user_id = users.id where users.id = $1`,
      [person.user.id],
    )
    for (const secret of [person.jwt, ...Object.values(rows[0] as Record<string, string>)])
      expect(text).not.toContain(secret)
    const acts = body.tables.events.rows.map(
      ({ type, userId, actorId, browser }: Record<string, unknown>) => [type, userId, actorId, browser],
    )
    expect(acts).toContainEqual(['person_viewed', 'you', 'another account', null])
    const ofOperator = await exportOf(operator.jwt)
    expect(ofOperator.body.tables.events.rows).toContainEqual(
      expect.objectContaining({ type: 'account_enabled', userId: 'another account', actorId: 'you' }),
    )
  })

  it('says how long each table is kept, by the rules that delete', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const { body } = await exportOf(jwt)
    const kept = Object.entries(body.tables as Record<string, { kept: string }>).map(([name, table]) => [
      name,
      table.kept,
    ])
    expect(Object.fromEntries(kept)).toMatchObject({
      users: 'aussi longtemps que le compte',
      sessions: 'jusqu’à «\u00a0expiresAt\u00a0»',
      events: '365 jours après «\u00a0createdAt\u00a0»',
      email_messages: '90 jours après «\u00a0settledAt\u00a0»',
      email_suppressions: 'jusqu’à ce qu’un opérateur la rétablisse',
    })
  })

  it('keeps tables as long as docs/security.md says', () => {
    const listed = rowsUnder('docs/security.md', 'How long tables keep the rows of people').map((cells) =>
      cells.slice(0, 3).map(unquoted),
    )
    const rules = EXPORTED.map(({ table }) => {
      const rule = KEPT.find((one) => one.table === table)
      const column = Object.entries(getTableColumns(table)).find(([, one]) => one === rule?.column)?.[0]
      return [getTableName(table), column ?? '–', rule && `${rule.age / DAY} d`]
    })
    expect(listed.map(([table, column, age]) => [table, column, column === '–' ? undefined : age])).toEqual(
      rules,
    )
  })

  it('needs a fresh proof, and sends a browser to give one', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    world.ctx.now.advance(11 * MINUTE)
    const response = await call('GET', '/api/account/export', as(jwt))
    expect([response.status, (await response.json()).code]).toEqual([403, 'proof_needed'])
    const opened = await API_ROUTES['/api/account/export'].GET(
      apiRequest('GET', '/api/account/export', { headers: { ...as(jwt).headers, accept: 'text/html,*/*' } }),
    )
    expect([opened.status, opened.headers.get('location')]).toEqual([
      303,
      '/account/confirm?next=%2Faccount%2Fdata',
    ])
  })

  it('is not made by HEAD, and at most ten times an hour', async () => {
    const { jwt, user } = await aVerifiedUser(world, freshEmail())
    expect((await call('HEAD', '/api/account/export', as(jwt))).status).toBe(200)
    expect(await eventsOf(world, user.id)).not.toContain('data_exported')
    for (let index = 0; index < 10; index += 1) expect((await exportOf(jwt)).response.status).toBe(200)
    expect((await exportOf(jwt)).response.status).toBe(429)
  })
})
