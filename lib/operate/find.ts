import { desc, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { publicColumns } from '../account/account'
import type { Role } from '../account/role'
import { users } from '../account/schema'
import { lastWord, searchable } from '../account/searchable-name'
import { recipientHash } from '../email/report/suppression'
import { emailSuppressions } from '../email/schema'
import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { trimUnseen } from '../kernel/text/unseen'
import { type Place, readCursor, writeCursor } from './cursor'

/** One account in a list. */
export type PersonSummary = {
  id: number
  name: string
  email: EmailAddress
  emailVerified: boolean
  role: Role
  disabledAt: Date | null
  lastSeenAt: Date | null
  createdAt: Date
  /** The address gets no mail from us. */
  isSuppressed: boolean
}

/** A page of a list. `next`: the value of `after` for the following page; null: this is the last. */
export type People = { people: PersonSummary[]; next: string | null }

/** A search: the typed text, and its canonical address if it is one. */
type Wanted = { text: string; email?: EmailAddress }

const PAGE = 25
/** Longer than any address and any name. */
const MAX_TERM = 254

/** Sorts after every other character. */
const LAST = '\u{10FFFF}'

const summary = {
  ...publicColumns,
  role: users.role,
  disabledAt: users.disabledAt,
  lastSeenAt: users.lastSeenAt,
  createdAt: users.createdAt,
}

/**
 * Finds accounts whose name, last name or address begins with the text, in this order; without a text, the newest
 * first. Every step reads a range of an index, so a million accounts take as long as a thousand.
 * @param after `next` of the page before; still valid when the last account of that page is gone
 */
export async function findPeople(ctx: CoreContext, { text, email }: Wanted, after?: string): Promise<People> {
  const wanted = trimUnseen(text.normalize('NFC')).replaceAll(/\s+/g, ' ').slice(0, MAX_TERM)
  // PostgreSQL's texts hold no NUL, and half a surrogate pair is no text.
  if (/\0|\p{Cs}/u.test(wanted)) return { people: [], next: null }
  const seen = after === undefined ? undefined : readCursor(ctx, wanted, after)
  const found = wanted === '' ? await newest(ctx, seen) : await matching(ctx, keysFor(wanted, email), seen)
  const page = found.slice(0, PAGE)
  const people = await readSummaries(
    ctx,
    page.map(({ id }) => id),
  )
  const end = found.length > PAGE ? page.at(-1) : undefined
  return { people, next: end ? writeCursor(ctx, wanted, end) : null }
}

async function newest({ db }: CoreContext, seen: Place | undefined): Promise<Place[]> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(seen && lt(users.id, seen.id))
    .orderBy(desc(users.id))
    .limit(PAGE + 1)
  return rows.map(({ id }) => ({ index: 0, text: '', id }))
}

/** One searched text of an account, as its index has it, and the range of matching texts: `from` up to before `to`. */
type Key = { text: SQL; from: SQL; to: SQL }

function keysFor(term: string, email: string = term.toLowerCase()): Key[] {
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
 * The places of one page, and of one more account if there are more. Reads one key after the other, each only for the
 * rest of the page; an account that matches two keys counts for the first.
 */
async function matching(ctx: CoreContext, keys: Key[], seen: Place | undefined): Promise<Place[]> {
  const found: Place[] = []
  for (const [index, key] of keys.entries()) {
    if (index < (seen?.index ?? 0) || found.length > PAGE) continue
    const isNew = keys.slice(0, index).map((earlier) => sql` and not ${isMatch(earlier)}`)
    const isLater =
      seen?.index === index ? sql` and (${key.text}, ${users.id}) > (${seen.text}, ${seen.id})` : sql``
    const { rows } = await ctx.db.execute<{ id: string; text: string }>(sql`
      select ${users.id} as id, ${key.text} as text from ${users} where ${isMatch(key)}${sql.join(isNew)}${isLater}
      order by ${key.text}, ${users.id} limit ${PAGE + 1 - found.length}`)
    found.push(...rows.map(({ id, text }) => ({ index, text, id: Number(id) })))
  }
  return found
}

async function readSummaries({ db }: CoreContext, ids: number[]): Promise<PersonSummary[]> {
  if (ids.length === 0) return []
  const rows = await db.select(summary).from(users).where(inArray(users.id, ids))
  const hashes = rows.map(({ email }) => recipientHash(email))
  const suppressed = await db
    .select({ hash: emailSuppressions.recipientHash })
    .from(emailSuppressions)
    .where(inArray(emailSuppressions.recipientHash, hashes))
  const isSuppressed = (email: EmailAddress) =>
    suppressed.some(({ hash }) => hash.equals(recipientHash(email)))
  return rows
    .map((row) => ({ ...row, isSuppressed: isSuppressed(row.email) }))
    .sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
}
