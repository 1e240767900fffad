import { signupRetention } from '../account/signup/retention'
import { auditRetention } from '../audit/retention'
import { browserProofRetention } from '../browser-proof/retention'
import { applyRetention } from '../db/retention'
import { emailRetention } from '../email/retention'
import { factorRetention } from '../factor/retention'
import { SECOND } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import type { Env } from '../kernel/env/env'
import { LIFETIMES } from '../kernel/lifetimes'
import { limitRetention } from '../limit/retention'
import { linkRetention } from '../link/retention'
import { providerRetention } from '../provider/retention'
import { serviceTokenRetention } from '../service-token/retention'
import { bindingRetention } from '../session/bind/retention'
import { sessionRetention } from '../session/retention'
import { webhookRetention } from '../webhook/retention'
import { readFirstBeat } from './beat/uptime'
import { expireAccounts } from './expire-accounts'
import { readLatest, recordGauges } from './gauge/gauges'
import { monitorRetention } from './retention'

/** Every table that grows and is not kept for good. */
const RULES = [
  ...factorRetention,
  ...providerRetention,
  ...serviceTokenRetention,
  ...linkRetention,
  ...sessionRetention,
  ...bindingRetention,
  ...limitRetention,
  ...browserProofRetention,
  ...emailRetention,
  ...webhookRetention,
  ...auditRetention,
  ...signupRetention,
  ...monitorRetention,
]

/** The part of the configuration that a clean-up needs. */
type CleaningContext = DataContext & { env: Pick<Env, 'unverifiedAccountAge'> }

/** Deletes rows past their age in every room's tables, and accounts that nobody ever verified. @returns rows deleted, by table */
export async function cleanUp(ctx: CleaningContext): Promise<Record<string, number>> {
  const users = await expireAccounts(ctx, ctx.env.unverifiedAccountAge)
  return { users, ...(await applyRetention(ctx, RULES)) }
}

/** Cleans up and records the time: an alarm tells when it has not happened for hours. @returns rows deleted, by table */
export async function cleanUpAndNote(ctx: CleaningContext): Promise<Record<string, number>> {
  const deleted = await cleanUp(ctx)
  await recordGauges(ctx, { at: ctx.now(), readings: { _cleanUp: 1 } })
  return deleted
}

/** Seconds since the last clean-up, to the minute; since the first heartbeat where there was none. Null: nothing ran. */
export async function cleanUpAge(ctx: DataContext): Promise<number | null> {
  const last = (await readLatest(ctx, ['_cleanUp'], LIFETIMES.monitoring)).get('_cleanUp')
  const since = last?.at ?? (await readFirstBeat(ctx))
  return since && Math.max(0, (ctx.now().getTime() - since.getTime()) / SECOND)
}
