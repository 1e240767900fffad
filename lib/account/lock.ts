import { asc, eq, inArray, or, type SQL } from 'drizzle-orm'
import type { DataContext, InTransaction } from '../kernel/context'
import { type Account, accountColumns } from './account'
import { users } from './schema'

/** Locks rows in the order of their ids, so that two transactions that lock several never wait for each other. */
const lock = ({ db }: InTransaction<DataContext>, which: SQL | undefined): Promise<Account[]> =>
  db.select(accountColumns).from(users).where(which).orderBy(asc(users.id)).for('update')

/** Locks an account until the transaction ends: verification, renewal and deletion of one account take turns. */
export async function lockAccount(t: InTransaction<DataContext>, id: number): Promise<Account | null> {
  const [account] = await lock(t, eq(users.id, id))
  return account ?? null
}

/** Locks several accounts; those that are gone are left out. */
export const lockAccounts = (t: InTransaction<DataContext>, ids: number[]): Promise<Account[]> =>
  lock(t, inArray(users.id, ids))

/** Locks one account and every operator's, so that changes of the role take turns. */
export const lockOperatorsAnd = (t: InTransaction<DataContext>, id: number): Promise<Account[]> =>
  lock(t, or(eq(users.role, 'operator'), eq(users.id, id)))
