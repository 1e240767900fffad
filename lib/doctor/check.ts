import type { Resolver } from 'node:dns/promises'
import type { Migration } from '../db/migrate/migrations'
import type { SesAccount } from '../email/transport/ses/account-answers'
import type { Clock } from '../kernel/clock'
import type { Env } from '../kernel/env/env'
import type { CanaryReading } from '../monitor/canary/canary'

/** Red: does not work or is not safe. Yellow: works badly, or could not be checked. */
export type Level = 'green' | 'yellow' | 'red'

/** The result of a check in one line, and its fix. Neither contains a secret or a whole address. */
export type Finding = { level: Level; text: string; fix?: string }

/** Everything outside the process that checks read. A failing question throws. */
export type Probe = {
  /** The variables of the configuration, as given. */
  source: Record<string, string | undefined>
  now: Clock
  /** The migrations this checkout has. */
  migrations(): Migration[]
  query<Row>(sql: string): Promise<Row[]>
  /** The same on a new connection. */
  queryAnew<Row>(sql: string): Promise<Row[]>
  dns: Pick<Resolver, 'resolveTxt' | 'resolveMx' | 'resolve4' | 'resolve6' | 'resolveNs'>
  ses: SesAccount
  /** Greets the mail server at `address` by `name`, and logs in. */
  verifySmtp(address: string, name?: string): Promise<void>
  /** The state of the canaries that this configuration sends. */
  canary(email: Env['email']): Promise<CanaryReading>
  /** The status of the answer to a request; GET unless `method` says otherwise. */
  fetchStatus(url: string, method?: 'GET' | 'HEAD'): Promise<number>
}

export type Check = { name: string; run(probe: Probe): Promise<Finding> }

export const green = (text: string): Finding => ({ level: 'green', text })
export const yellow = (text: string, fix: string): Finding => ({ level: 'yellow', text, fix })
export const red = (text: string, fix: string): Finding => ({ level: 'red', text, fix })
