import type { DataContext } from '../../kernel/context'
import { ACCOUNT_KINDS, type AccountKind, readAllTime } from './tallies'

/** Numbers of accounts, exact at this moment. */
export async function readAccounts(ctx: DataContext): Promise<Record<AccountKind, number>> {
  const totals = { users: 0, users_verified: 0, users_disabled: 0 }
  for (const { kind, amount } of await readAllTime(ctx, ACCOUNT_KINDS)) totals[kind as AccountKind] += amount
  return totals
}

/** Accounts by state. `total` is verified and pending; `disabled` ones are among both. */
export type Standing = { total: number; verified: number; pending: number; disabled: number }

export async function readStanding(ctx: DataContext): Promise<Standing> {
  const { users, users_verified: verified, users_disabled: disabled } = await readAccounts(ctx)
  return { total: users, verified, pending: users - verified, disabled }
}
