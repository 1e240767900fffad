import { describe, expect, it } from 'vitest'
import type { Span } from '../../../../lib/i18n/span'
import { MINUTE } from '../../../../lib/kernel/clock'
import { sample } from '../../../../lib/monitor/gauge/sample'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { aWorld, sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

const report = (span: Span = '1h') => readReport(world.ctx, span)

const values = (series: { values: (number | null)[] }) => series.values.filter((value) => value !== null)

describe('the database', () => {
  it('tells its connections, their limit, its size and its transactions', async () => {
    expect((await report()).database.figures.connections).toMatchObject({ value: null, why: 'not_sampled' })
    const { rows } = await world.pool.query(
      `select setting::int as max from pg_settings where name = 'max_connections'`,
    )
    await sample(world.ctx)
    const first = (await report()).database.figures
    expect(first.connections.value).toBeGreaterThan(0)
    expect(first.connections.limit).toBeLessThan(rows[0].max)
    expect(first.connections.limit).toBeGreaterThan(rows[0].max - 20)
    expect(first.queriesPerSecond).toMatchObject({ value: null, why: 'not_sampled' })
    const clients = await Promise.all(Array.from({ length: 8 }, () => world.pool.connect()))
    for (const client of clients) await client.query('select 1')
    // PostgreSQL publishes what a connection counted when it is idle for a second, or closed.
    for (const client of clients)
      await client.query('select pg_stat_force_next_flush()').catch(() => undefined)
    for (const client of clients) await client.query('select 1')
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    for (const client of clients) client.release()
    const { figures, trends } = (await report()).database
    expect(figures.queriesPerSecond.value).toBeGreaterThan(0)
    expect(figures.queriesPerSecond.source).toBe('transactions')
    const size = await world.pool.query('select pg_database_size(current_database()) as size')
    expect(Math.abs((figures.storage.value ?? 0) - Number(size.rows[0].size))).toBeLessThan(2_000_000)
    expect(values(trends.connections)).toHaveLength(2)
  })

  it('on this host tells the host’s processors and disk, with the source', async () => {
    const { cpu, storage } = (await report()).database.figures
    expect(cpu.source).toBe('host')
    expect(cpu.value).toBeGreaterThanOrEqual(0)
    expect(cpu.value).toBeLessThanOrEqual(100)
    expect(storage.limit).toBeGreaterThan(storage.value ?? 0)
  })

  it('elsewhere says why there is no CPU figure', async () => {
    const databaseUrl = 'postgres://u:p@db.example.com/huntaze?sslmode=verify-full'
    const other = await aWorld()
    other.ctx.env = { ...other.ctx.env, databaseUrl }
    await sample(other.ctx)
    const { cpu, storage } = (await readReport(other.ctx, '1h')).database.figures
    expect(cpu).toMatchObject({ value: null, why: 'cloudwatch_not_configured', state: 'unknown' })
    expect(storage.value).toBeGreaterThan(0)
    expect(storage.limit).toBeNull()
  })
})
