import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../../lib/doctor/check'
import { databaseChecks } from '../../../../lib/doctor/database/database'
import { aProbe, coded, findings, given } from '../../../support/probe'

describe('the database', () => {
  const NOW = Date.parse('2026-03-01T12:00:00.000Z')
  const MIGRATION = { index: 0, tag: '0000_first', when: 1, hash: 'h', sql: '' }

  type Server = {
    version?: number
    applied?: { hash: string; created_at: string }[]
    ssl?: boolean
    room?: number
    limit?: string
    rights?: { name: string; fault: string }[]
    elsewhere?: string[]
    skew?: number
    /** Whether pgpool-II's primary, and the server of each new connection, is a standby. */
    standby?: { primary: boolean; anew: boolean[] }
    readOnly?: boolean
    /** `statement_timeout`. */
    timeout?: string
  }

  /** A server that answers each of the questions; which one it is shows in the text. */
  function server({
    version = 180_004,
    applied,
    ssl = true,
    room = 90,
    limit = 'server',
    rights = [],
    elsewhere = [],
    skew = 0,
    standby = { primary: false, anew: [] },
    readOnly = false,
    timeout = '10s',
  }: Server): Probe['query'] {
    let connections = 0
    const rowsOf = (sql: string): unknown[] => {
      if (sql.includes('pg_tables')) return elsewhere.map((name) => ({ name }))
      if (sql.includes('has_table_privilege')) return rights
      if (sql.includes('server_version_num')) return [{ version, name: `${version / 10_000} (Debian)` }]
      if (sql.includes('to_regclass')) return [{ exists: applied !== undefined }]
      if (sql.includes('__drizzle_migrations')) return applied ?? []
      if (sql.includes('pg_stat_ssl')) return [{ ssl, version: ssl ? 'TLSv1.3' : null }]
      if (sql.includes('max_connections')) return [{ limit, allowed: room, room }]
      if (sql.includes('pg_is_in_recovery')) return [{ onStandby: standby.primary }]
      if (sql.includes('in_hot_standby'))
        return [{ onStandby: standby.anew[connections++ % standby.anew.length] ?? false, readOnly }]
      if (sql.includes('statement_timeout')) return [{ statement: timeout, idle: '10s', role: '"app"' }]
      if (sql.includes('clock_timestamp')) return [{ time: String(NOW + skew) }]
      throw new Error(`unexpected: ${sql}`)
    }
    return async <Row>(sql: string) => rowsOf(sql) as Row[]
  }

  async function judge(state: Server, url = 'postgres://u:hunter2@db.huntaze.com/x') {
    const query = server(state)
    const answers = { query, queryAnew: query, migrations: () => [MIGRATION] }
    return await given(databaseChecks, { DATABASE_URL: url }, answers)
  }

  it('in good order is green throughout', async () => {
    const found = await judge({ applied: [{ hash: 'h', created_at: '1' }] })
    expect(Object.values(found).map(({ level }) => level)).toEqual(Array(8).fill('green'))
  })

  it.each<[string, Server, string, string]>([
    ['database', { version: 140_010 }, 'red', 'PostgreSQL 14.001 answers'],
    [
      'database schema',
      { elsewhere: ['auth'] },
      'red',
      'no migration is applied in public, and tables of ours stand in auth',
    ],
    ['database schema', {}, 'red', '1 migration(s) are not applied in public'],
    [
      'database schema',
      {
        applied: [
          { hash: 'h', created_at: '1' },
          { hash: 'i', created_at: '2' },
        ],
      },
      'yellow',
      'ahead of this checkout by 1 migration(s)',
    ],
    [
      'database schema',
      { applied: [{ hash: 'other', created_at: '1' }] },
      'red',
      'not on this checkout’s line of history',
    ],
    [
      'database rights',
      {
        rights: [
          { name: 'events', fault: 'excess' },
          { name: 'sessions', fault: 'lacks' },
          { name: 'users', fault: 'lacks' },
        ],
      },
      'red',
      'the role may not work with the rows of sessions, users',
    ],
    [
      'database rights',
      { rights: [{ name: 'delete_old_events', fault: 'closed' }] },
      'red',
      'the role may not call delete_old_events, so old events stay',
    ],
    [
      'database rights',
      { rights: [{ name: 'events', fault: 'excess' }] },
      'yellow',
      'the role may work with all rows; it holds rights to change events, which only triggers refuse',
    ],
    [
      'database limits',
      { timeout: '0' },
      'yellow',
      'behind this pooler nothing ends a statement that takes too long',
    ],
    ['database TLS', { ssl: false }, 'red', 'the connection is not encrypted'],
    ['database connections', { room: 9 }, 'red', 'the server has room for 0 process(es) of 10 connection(s)'],
    [
      'database connections',
      { room: -3 },
      'red',
      'the server has room for 0 process(es) of 10 connection(s)',
    ],
    [
      'database connections',
      { room: 20 },
      'green',
      'the server has room for 2 process(es) of 10 connection(s)',
    ],
    [
      'database reads',
      { standby: { primary: true, anew: [true] } },
      'red',
      'a standby answers, and it takes no writes',
    ],
    ['database reads', { readOnly: true }, 'red', 'the server takes no writes from this role'],
    ['clock', { skew: 2000 }, 'green', '2.0 s from the database’s'],
    ['clock', { skew: -2001 }, 'yellow', '2.0 s from the database’s'],
    ['clock', { skew: 30_000 }, 'yellow', '30.0 s from the database’s'],
    ['clock', { skew: -30_001 }, 'red', '30.0 s from the database’s'],
  ])('%s %#', async (name, state, level, text) => {
    expect((await judge(state))[name]).toMatchObject({ level, text })
  })

  it('has room for one process only', async () => {
    expect((await judge({ room: 19 }))['database connections']?.level).toBe('yellow')
  })

  it.each([
    [false, [false, true], 4],
    [false, [true], 8],
    [true, [false, true], 4],
    [true, [false], 0],
  ])('behind a balancer, which is told apart by answers that differ %#', async (primary, anew, standbys) => {
    const found = (await judge({ standby: { primary, anew } }))['database reads']
    expect(found).toMatchObject({ level: 'red', fix: expect.stringContaining('pgpool-II') })
    expect(found?.text).toContain(`(${standbys} of 8 connections)`)
  })

  it('refuses a right: the fix is a grant, not another connection', async () => {
    const query = () => Promise.reject(new Error('Failed query', { cause: coded('42501') }))
    const found = await given(databaseChecks, {}, { query, queryAnew: query })
    expect(found.clock).toMatchObject({ level: 'yellow', text: 'not checked (42501)' })
    expect(found.clock?.fix).toMatch(/^grant /)
  })

  it.each([
    ['postgres://u@127.0.0.1/x', false, 'green'],
    ['postgres:///x?host=/var/run/postgresql', false, 'green'],
    ['postgres://u@db.huntaze.com/x?sslmode=no-verify', true, 'yellow'],
    ['postgres://u@db.huntaze.com/x?uselibpqcompat=true&sslmode=require', true, 'yellow'],
    ['postgres://u@db.huntaze.com/x?sslmode=require', true, 'green'],
  ])('TLS to %s', async (url, ssl, level) => {
    expect((await judge({ ssl }, url))['database TLS']?.level).toBe(level)
  })

  it.each([
    ['ECONNREFUSED', 'start PostgreSQL'],
    ['EHOSTUNREACH', 'firewall'],
    ['ENOTFOUND', 'host and port of DATABASE_URL'],
    ['57P03', 'wait'],
    ['28P01', 'password'],
    ['3D000', 'db:init:safe'],
    ['53300', 'max_connections'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'sslrootcert'],
  ])('out of reach is one red line with its fix: %s', async (code, fix) => {
    const { found } = await findings(
      databaseChecks,
      aProbe({
        source: { DATABASE_URL: 'postgres://u:hunter2@db.huntaze.com/x' },
        query: () => Promise.reject(coded(code)),
      }),
    )
    expect(found.database).toMatchObject({
      level: 'red',
      text: expect.stringContaining(`cannot be used (${code}): `),
    })
    expect(found.database?.fix).toContain(fix)
    const others = Object.entries(found).filter(([name]) => name !== 'database')
    expect(others.map(([, { level }]) => level)).toEqual(Array(7).fill('yellow'))
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })
})
