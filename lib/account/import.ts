import { sql } from 'drizzle-orm'
import { recordingCommand } from '../audit/record'
import type { DataContext, InTransaction } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import type { Locale } from '../kernel/locale'
import { users } from './schema'

/** A person from elsewhere. `passwordHash`: as it is stored. Null: no password; `createdAt` null: now. */
export type ImportedAccount = {
  email: EmailAddress
  name: string
  passwordHash: string | null
  emailVerified: boolean
  locale: Locale
  createdAt: Date | null
}

/**
 * Inserts people from elsewhere, and records it, in one statement. `unverified_since` stays null: they never expire, and the funnel
 * of sign-ups does not count them (migration 0020). `device_known` stays false: the first browser is no news to them.
 * @returns the addresses that were inserted; the others are here already
 */
export async function insertImported(
  { db, now }: InTransaction<DataContext>,
  people: ImportedAccount[],
): Promise<Set<EmailAddress>> {
  // Inserted in one order, so that two imports at once never wait for each other.
  const { rows } = await db.execute<{ email: EmailAddress }>(sql`
    with made as (
      insert into ${users} (email, name, password_hash, email_verified, locale, unverified_since, created_at, updated_at)
      select email, name, "passwordHash", "emailVerified", locale, null, coalesce("createdAt", ${now()}), ${now()}
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as person
        (email text, name text, "passwordHash" text, "emailVerified" boolean, locale text, "createdAt" timestamptz)
      order by email collate "C"
      on conflict do nothing
      returning id, email
    ), recorded as (${recordingCommand('imported', now(), sql`made`)})
    select email from made`)
  return new Set(rows.map(({ email }) => email))
}
