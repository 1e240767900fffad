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
 * Accounts whose name, last name or address begins with what is wanted, in this order; without a text, the
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
    range(searchable(users.name), name),
    range(searchable(lastWord(users.name)), name),
    range(sql`${users.email}`, sql`${email}::text`),
  ]
}

const isMatch = ({ text, from, to }: Key): SQL => sql`(${text} >= ${from} and ${text} < ${to})`

/**
 * The ids of one page, and of one account more where there are more. One key after the other, so that a later one is
 * only asked for what the earlier ones left of the page; an account that matches two of them counts by the first.
 */
async function matching(ctx: FindContext, keys: Key[], after: number | undefined): Promise<number[]> {
  const seen = after === undefined ? undefined : await placeOf(ctx, keys, after)
  const ids: number[] = []
  for (const [index, key] of keys.entries()) {
    if (index < (seen?.index ?? 0) || ids.length > PAGE) continue
    const isNew = keys.slice(0, index).map((earlier) => sql` and not ${isMatch(earlier)}`)
    const isLater =
      seen?.index === index ? sql` and (${key.text}, ${users.id}) > (${seen.text}, ${after})` : sql``
    const { rows } = await ctx.db.execute<{ id: string }>(sql`
      select ${users.id} as id from ${users} where ${isMatch(key)}${sql.join(isNew)}${isLater}
      order by ${key.text}, ${users.id} limit ${PAGE + 1 - ids.length}`)
    ids.push(...rows.map(({ id }) => Number(id)))
  }
  return ids
}

/** By which key an account matches, and with what text; undefined: by none any more. */
async function placeOf(
  { db }: FindContext,
  keys: Key[],
  id: number,
): Promise<{ index: number; text: string } | undefined> {
  const choose = (value: (key: Key, index: number) => SQL) =>
    sql.join(
      keys.map((key, index) => sql`when ${isMatch(key)} then ${value(key, index)}`),
      sql` `,
    )
  const { rows } = await db.execute<{ index: number | null; text: string }>(sql`
    select case ${choose((_key, index) => sql`${index}::int`)} end as index,
      case ${choose(({ text }) => text)} end as text
    from ${users} where ${users.id} = ${id}`)
  const [row] = rows
  return row && row.index !== null ? { index: row.index, text: row.text } : undefined
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
