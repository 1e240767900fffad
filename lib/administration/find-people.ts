import { desc, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../context'
import { emailSuppressions, lastWord, searchable, users } from '../db/schema'
import { recipientHash } from '../email/suppression'
import type { Role } from '../token/session'

/** One account in a list. */
export type PersonSummary = {
  id: number
  name: string
  email: string
  emailVerified: boolean
  role: Role
  disabledAt: Date | null
  lastSeenAt: Date | null
  createdAt: Date
  /** The address gets no mail from us. */
  isSuppressed: boolean
}

/** A page of a list. `next`: what to pass as `after` for the following page; null: this is the last. */
export type People = { people: PersonSummary[]; next: number | null }

/** What is looked for: what was typed, and the canonical address that it is, where it is one. */
export type Wanted = { text: string; email?: string }

type FindContext = Pick<Context, 'db'>

const PAGE = 25
/** Longer than any address and any name. */
const MAX_TERM = 254

/** Sorts behind every character that a text may hold. */
const LAST = '\u{10FFFF}'

const summary = {
  id: users.id,
  name: users.name,
  email: users.email,
  emailVerified: users.emailVerified,
  role: users.role,
  disabledAt: users.disabledAt,
  lastSeenAt: users.lastSeenAt,
  createdAt: users.createdAt,
}

/**
 * Accounts whose address, name or last name begins with what is wanted, in the order of what matched; without a text, the
 * newest first. Every step is a range of an index, so a million accounts cost what a thousand do.
 * @param after the id of the last account that was seen, for the following page
 */
export async function findPeople(ctx: FindContext, { text, email }: Wanted, after?: number): Promise<People> {
  const wanted = text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').slice(0, MAX_TERM)
  // PostgreSQL's texts hold no NUL, and half a surrogate pair is no text.
  if (/\0|\p{Cs}/u.test(wanted)) return { people: [], next: null }
  const ids = wanted === '' ? await newest(ctx, after) : await matching(ctx, keysFor(wanted, email), after)
  const people = await readSummaries(ctx, ids.slice(0, PAGE))
  return { people, next: ids.length > PAGE ? (ids[PAGE - 1] ?? null) : null }
}

async function newest({ db }: FindContext, after: number | undefined): Promise<number[]> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(after === undefined ? undefined : lt(users.id, after))
    .orderBy(desc(users.id))
    .limit(PAGE + 1)
  return rows.map(({ id }) => id)
}

/** What of an account is searched: the text, in the words of its index, and where a match begins and ends. */
type Key = { text: SQL; from: SQL; to: SQL }

function keysFor(term: string, email = term.toLowerCase()): Key[] {
  const name = searchable(sql`${term}::text`)
  const range = (text: SQL, from: SQL): Key => ({
    text: sql`${text} collate "C"`,
    from,
    to: sql`${from} || ${LAST}`,
  })
  return [
    range(sql`${users.email}`, sql`${email}::text`),
    range(searchable(users.name), name),
    range(searchable(lastWord(users.name)), name),
  ]
}

const isMatch = ({ text, from, to }: Key): SQL => sql`(${text} >= ${from} and ${text} < ${to})`

/** The ids of one page, and of one account more where there are more. An account that matches twice counts once. */
async function matching(ctx: FindContext, keys: Key[], after: number | undefined): Promise<number[]> {
  const seen = after === undefined ? undefined : await keyOf(ctx, keys, after)
  const parts = keys.map((key, index) => {
    const isNew = keys.slice(0, index).map((earlier) => sql` and not ${isMatch(earlier)}`)
    const isLater = seen === undefined ? sql`` : sql` and (${key.text}, ${users.id}) > (${seen}, ${after})`
    return sql`(select ${users.id} as id, ${key.text} as key from ${users}
      where ${isMatch(key)}${sql.join(isNew)}${isLater} order by ${key.text}, ${users.id} limit ${PAGE + 1})`
  })
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`${sql.join(parts, sql` union all `)} order by key, id limit ${PAGE + 1}`,
  )
  return rows.map(({ id }) => Number(id))
}

/** What of the account `id` matched first; undefined: nothing does any more. */
async function keyOf({ db }: FindContext, keys: Key[], id: number): Promise<string | undefined> {
  const cases = keys.map((key) => sql`when ${isMatch(key)} then ${key.text}`)
  const { rows } = await db.execute<{ key: string | null }>(
    sql`select case ${sql.join(cases, sql` `)} end as key from ${users} where ${users.id} = ${id}`,
  )
  return rows[0]?.key ?? undefined
}

async function readSummaries({ db }: FindContext, ids: number[]): Promise<PersonSummary[]> {
  if (ids.length === 0) return []
  const rows = await db.select(summary).from(users).where(inArray(users.id, ids))
  const hashes = rows.map(({ email }) => recipientHash(email))
  const suppressed = await db
    .select({ hash: emailSuppressions.recipientHash })
    .from(emailSuppressions)
    .where(inArray(emailSuppressions.recipientHash, hashes))
  const isSuppressed = (email: string) => suppressed.some(({ hash }) => hash.equals(recipientHash(email)))
  return rows
    .map((row) => ({ ...row, isSuppressed: isSuppressed(row.email) }))
    .sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
}
