import { type SQL, sql } from 'drizzle-orm'
import { given, namedStatement } from '../db/statement/named'
import type { DataContext } from '../kernel/context'
import type { Account } from './account'
import { accountIn, type StoredAccount, type StoredRow, storedColumnsSql } from './find'
import { users } from './schema'

/** Values of a new account; the rest has defaults. */
export type NewAccount = Pick<Account, 'name' | 'email' | 'locale'> & { passwordHash: string | null }

/** Of simultaneous writers the unique index lets one through; the others insert nothing. Values: those of `NewAccount`, and `now`. */
const creation = (isHeldBack: SQL): SQL => sql`
  insert into ${users} (email, name, password_hash, locale, device_known, unverified_since, created_at, updated_at)
  select ${given('email', 'text')}, ${given('name', 'text')}, ${given('passwordHash', 'text')},
    ${given('locale', 'text')}, true, ${given('now', 'timestamptz')}, ${given('now', 'timestamptz')}, ${given('now', 'timestamptz')}
  where not exists (select from ${users} where ${users.email} = ${given('email', 'text')}) and not ${isHeldBack}
  on conflict do nothing
  returning ${storedColumnsSql}`

/**
 * Makes the function that inserts an account, whose first browser is the one that signs up; null: another account has the address.
 * @param isHeldBack condition under which nobody may have the address; its values: `email` and `now`
 */
export function accountMaker(isHeldBack: SQL) {
  const create = namedStatement<NewAccount & { now: Date }, StoredRow>('create_account', () =>
    creation(isHeldBack),
  )
  return async (ctx: DataContext, account: NewAccount): Promise<StoredAccount | null> => {
    const [row] = await create(ctx, { ...account, now: ctx.now() })
    return (row && accountIn(row)) ?? null
  }
}
