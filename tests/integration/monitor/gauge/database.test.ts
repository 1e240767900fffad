import { statfs } from 'node:fs/promises'
import os from 'node:os'
import { Pool } from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../../lib/db/client'
import type { Span } from '../../../../lib/i18n/span'
import { HOUR, MINUTE } from '../../../../lib/kernel/clock'
import { measure } from '../../../../lib/monitor/alarm/measure'
import { sample } from '../../../../lib/monitor/gauge/sample'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import type { World } from '../../../support/world'
import { aWorld } from '../../../support/world-lifetime'

afterEach(() => void vi.restoreAllMocks())

const report = (world: World, span: Span = '1h') => readReport(world.ctx, span)

const figures = async (world: World) => (await report(world)).database.figures

const measured = async (world: World, wanted: string) =>
  (await measure(world.ctx)).find(({ name }) => name === wanted)

/** The world seen by a role that may work with the rows and has no right on the server. */
async function asOrdinaryRole(world: World, options = '') {
  const role = `ordinary_${process.pid}`
  await world.pool.query(`create role ${role} login password 'ordinary' ${options}`)
  await world.pool.query(`grant select, insert, update on all tables in schema public to ${role}`)
  const url = new URL(world.ctx.env.databaseUrl)
  Object.assign(url, { username: role, password: 'ordinary' })
  const { db, pool } = openDatabase(url.href, world.ctx.log, 4)
  const drop = async () => {
    await pool.end()
    await world.pool.query(`drop owned by ${role}`)
    await world.pool.query(`drop role ${role}`)
  }
  return { ctx: { ...world.ctx, db }, url: url.href, drop }
}

describe('connections', () => {
  const limitDatabase = async ({ pool }: World, limit: number) => {
    const { rows } = await pool.query('select current_database() as name')
    await pool.query(`alter database "${rows[0].name}" connection limit ${limit}`)
  }
  /** Takes so many connections at once, until the function it returns is called. */
  async function hold({ pool }: Pick<World, 'pool'>, count: number): Promise<() => void> {
    const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()))
    return () => {
      for (const client of clients) client.release()
    }
  }

  it('to a database with a limit of its own are counted to that limit', async () => {
    const world = await aWorld({ poolSize: 12 })
    await limitDatabase(world, 14)
    const release = await hold(world, 11)
    await sample(world.ctx)
    release()
    const { connections } = await figures(world)
    expect(connections).toMatchObject({ value: 12, limit: 14, threshold: 12, state: 'alarm' })
    expect((await report(world)).database.trends.connections.values.at(-1)).toBe(12)
    expect(await measured(world, 'connections')).toMatchObject({ value: 1200 / 14, health: 'alarm' })
  })

  it('of other databases do not fill this one’s limit, only the server’s', async () => {
    const [world, other] = [await aWorld({ poolSize: 2 }), await aWorld({ poolSize: 33 })]
    await limitDatabase(world, 30)
    const release = await hold(other, 33)
    await sample(world.ctx)
    release()
    const { rows } = await world.pool.query(
      `select sum(case name when 'max_connections' then setting::int else -setting::int end)::int as all from pg_settings
       where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')`,
    )
    const { connections } = await figures(world)
    expect(connections).toMatchObject({ limit: rows[0].all, state: 'fine' })
    expect(connections.value).toBeGreaterThan(33)
  })

  it('of a role with a limit of its own are counted to that limit', async () => {
    const world = await aWorld()
    const { ctx, url, drop } = await asOrdinaryRole(world, 'connection limit 5')
    // Not of the app, whose pool would hold fewer.
    const others = new Pool({ connectionString: url, max: 3 })
    const release = await hold({ pool: others }, 3)
    await sample(ctx)
    release()
    await others.end()
    await drop()
    const { connections } = await figures(world)
    expect(connections).toMatchObject({ value: 4, limit: 5, threshold: 4, state: 'alarm' })
  })
})

describe('queries per second', () => {
  const QUERIES = 600

  /** Seconds between the last two samples, by the server's clock. */
  async function elapsed({ pool }: World): Promise<number> {
    const { rows } = await pool.query(
      `select max(total / samples) - min(total / samples) as seconds from gauges where name = '_countedAt' and step = 60`,
    )
    return rows[0].seconds
  }

  it('are the transactions that finished between two samples', async () => {
    const world = await aWorld()
    await sample(world.ctx)
    const client = await world.pool.connect()
    for (let query = 0; query < QUERIES; query += 1) await client.query('select 1')
    // A connection publishes its counts when it is asked to.
    await client.query('select pg_stat_force_next_flush()')
    client.release()
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    const { queriesPerSecond } = await figures(world)
    expect(queriesPerSecond.source).toBe('transactions')
    const finished = (queriesPerSecond.value ?? 0) * (await elapsed(world))
    expect(finished).toBeGreaterThanOrEqual(QUERIES)
    expect(finished).toBeLessThan(QUERIES + 100)
  })

  // The embedded server comes without the extension's library, so a view of its name and columns stands in.
  it('are statements where pg_stat_statements counts them, those of this database', async () => {
    const world = await aWorld()
    await world.pool.query(`create table counted (dbid oid, calls bigint)`)
    await world.pool.query(`create view pg_stat_statements as select * from counted`)
    await world.pool.query(
      `insert into counted select oid, case when datname = current_database() then 50 else 9000 end from pg_database`,
    )
    await sample(world.ctx)
    expect((await figures(world)).queriesPerSecond).toMatchObject({ value: null, source: 'statements' })
    await world.pool.query(`update counted set calls = calls + ${QUERIES}`)
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    const { queriesPerSecond } = await figures(world)
    expect(queriesPerSecond.source).toBe('statements')
    expect((queriesPerSecond.value ?? 0) * (await elapsed(world))).toBeCloseTo(QUERIES, 3)
    // A server that started anew counts from 0: no rate is better than a negative one.
    await world.pool.query(`update counted set calls = 3`)
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    const { trends } = (await report(world)).database
    expect(trends.queriesPerSecond.values.slice(-3)).toEqual([null, queriesPerSecond.value, null])
  })

  it('are transactions where pg_stat_statements is there and cannot be read', async () => {
    const world = await aWorld()
    await world.pool.query(
      `create view pg_stat_statements as select oid as dbid, (1 / (random() * 0)::int)::bigint as calls from pg_database`,
    )
    await sample(world.ctx)
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    const { queriesPerSecond } = await figures(world)
    expect(queriesPerSecond.source).toBe('transactions')
    expect(queriesPerSecond.value).toBeGreaterThan(0)
  })
})

describe('the database’s own host', () => {
  it('is as busy as its processors were since the last minute, not since the last time this process asked', async () => {
    const world = await aWorld()
    /** Busy and idle times of its one processor, reading by reading. */
    const looks = [
      [100, 900],
      [150, 950],
      // A minute later, of which it was busy a tenth.
      [160, 1040],
      // An hour later, of which it was busy half; then, for a moment, three quarters.
      [1160, 2040],
      [1190, 2050],
    ]
    vi.spyOn(os, 'cpus').mockImplementation(() => {
      const [user = 0, idle = 0] = looks.shift() ?? []
      return [{ model: '', speed: 0, times: { user, idle, nice: 0, sys: 0, irq: 0 } }]
    })
    const busyAfter = async (time: number) => {
      world.ctx.now.advance(time)
      await sample(world.ctx)
      return (await figures(world)).cpu.value
    }
    expect(await busyAfter(HOUR)).toBe(50)
    expect(await busyAfter(MINUTE)).toBe(10)
    expect(await busyAfter(HOUR)).toBe(75)
  })

  it('limits storage to what the database has and what its disk has free', async () => {
    const world = await aWorld()
    await sample(world.ctx)
    const { rows } = await world.pool.query(`select current_setting('data_directory') as folder`)
    const { bavail, bsize } = await statfs(rows[0].folder)
    const { storage } = await figures(world)
    const free = (storage.limit ?? 0) - (storage.value ?? 0)
    expect(free / (bavail * bsize)).toBeGreaterThan(0.9)
    expect(free / (bavail * bsize)).toBeLessThan(1.1)
  })

  it('is as busy for a role that may not see where the data is, and only the limit of storage is missing', async () => {
    const world = await aWorld()
    const { ctx, drop } = await asOrdinaryRole(world)
    await sample(ctx)
    await drop()
    const { cpu, storage } = await figures(world)
    expect(cpu.value).toBeGreaterThanOrEqual(0)
    expect(storage.value).toBeGreaterThan(0)
    expect(storage.limit).toBeNull()
    expect(world.logged.join('\n')).not.toContain('database_machine_unknown')
  })
})
