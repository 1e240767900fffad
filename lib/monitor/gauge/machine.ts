import { sql } from 'drizzle-orm'
import type { CoreContext, DataContext } from '../../kernel/context'
import type { Env } from '../../kernel/env/env'
import type { Reason, Source } from '../figure-names'
import { readRds } from './cloudwatch'
import { freeSpace, hostCpu } from './host'

/** The machine of the database server. Null: not known. */
export type Machine = { cpu: number | null; freeBytes: number | null }

const UNKNOWN: Machine = { cpu: null, freeBytes: null }

/** A unix socket leads to a server on this very host; through TCP even `localhost` may be a tunnel to anywhere. */
const isOnThisHost = ({ databaseUrl }: Env): boolean =>
  new URL(databaseUrl).searchParams.get('host')?.startsWith('/') ?? false

/** Null: our role may not know (PostgreSQL shows the folder to `pg_read_all_settings`). */
async function dataFolder({ db }: DataContext): Promise<string | null> {
  const { rows } = await db.execute<{ folder: string | null }>(
    sql`select setting as folder from pg_settings where name = 'data_directory'`,
  )
  return rows[0]?.folder ?? null
}

/** The fault logged last, so that a lasting fault is logged once, not every minute. */
let said: string | undefined

function sayOnce({ log }: CoreContext, error: unknown): void {
  const fault = String(error)
  if (fault !== said) log.warn('database_machine_unknown', { error })
  said = fault
}

async function askMachine(ctx: CoreContext): Promise<Machine> {
  const { rdsInstance } = ctx.env.monitoring
  if (rdsInstance) return await readRds(rdsInstance, ctx.now())
  if (!isOnThisHost(ctx.env)) return UNKNOWN
  const folder = await dataFolder(ctx)
  return { cpu: await hostCpu(ctx.now()), freeBytes: folder === null ? null : await freeSpace(folder) }
}

export async function readMachine(ctx: CoreContext): Promise<Machine> {
  try {
    const machine = await askMachine(ctx)
    said = undefined
    return machine
  } catch (error) {
    sayOnce(ctx, error)
    return UNKNOWN
  }
}

/** Source of the machine's figures, and the reason if there are none. */
export function machineSource({ env }: CoreContext): { source: Source; why: Reason } {
  if (env.monitoring.rdsInstance) return { source: 'cloudwatch', why: 'cloudwatch_silent' }
  if (isOnThisHost(env)) return { source: 'host', why: 'not_sampled' }
  return { source: 'cloudwatch', why: 'cloudwatch_not_configured' }
}
