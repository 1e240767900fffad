import { eq, type SQL, sql } from 'drizzle-orm'
import { given } from '../db/statement/named'
import type { DataContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { type Account, accountColumns } from './account'
import { users } from './schema'

/** An account with its password hash. Null: it has no password. */
export type StoredAccount = Account & { passwordHash: string | null }

const storedColumns = { ...accountColumns, passwordHash: users.passwordHash }

/** The columns of a `StoredAccount` by their names, for a named statement that selects from `users`. */
export const storedColumnsSql: SQL = sql.join(
  Object.entries(storedColumns).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`),
  sql`, `,
)

/** Selects those of the account with the canonical address `email`. */
export const ACCOUNT_BY_EMAIL: SQL = sql`select ${storedColumnsSql} from ${users} where ${users.email} = ${given('email', 'text')}`

/** A row of them, as a named statement answers with it; all null: no account. */
export type StoredRow = Omit<StoredAccount, 'id'> & { id: string | null }

export const accountIn = ({ id, ...row }: StoredRow): StoredAccount | undefined =>
  id === null ? undefined : { ...row, id: Number(id) }

/** An account with the time of its last request, minutes coarse. Null: none yet. */
type AccountWithActivity = Account & { lastSeenAt: Date | null }

/** The account with this canonical address. */
export async function findAccountByEmail(
  { db }: DataContext,
  email: EmailAddress,
): Promise<StoredAccount | undefined> {
  const [account] = await db.select(storedColumns).from(users).where(eq(users.email, email))
  return account
}

/** Those of the canonical addresses that have an account. */
export async function findTaken({ db }: DataContext, emails: EmailAddress[]): Promise<Set<EmailAddress>> {
  const found = await db
    .select({ email: users.email })
    .from(users)
    .where(sql`${users.email} = any(${sql.param(emails)})`)
  return new Set(found.map(({ email }) => email))
}

/** The account with this id. */
export async function findAccount({ db }: DataContext, id: number): Promise<StoredAccount | undefined> {
  const [account] = await db.select(storedColumns).from(users).where(eq(users.id, id))
  return account
}

/** Reads an account without its password hash, for operators. */
export async function findAccountWithActivity(
  { db }: DataContext,
  id: number,
): Promise<AccountWithActivity | undefined> {
  const [account] = await db
    .select({ ...accountColumns, lastSeenAt: users.lastSeenAt })
    .from(users)
    .where(eq(users.id, id))
  return account
}
