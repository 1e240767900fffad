import { findTaken } from '../../account/find'
import { type ImportedAccount, insertImported } from '../../account/import'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import type { DataContext } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { findReserved } from '../../link/reserved'
import { type Line, readLines } from './lines'
import { readPerson } from './person'
import type { Reason } from './reasons'

/** Lines that are settled by one transaction: few enough for a part of a second, enough for the round trip not to count. */
const BATCH = 1_000

/** A line that is not imported. */
export type Refusal = { line: number; reason: Reason }

/** Lines so far, blank ones not counted. */
export type Progress = { imported: number; existing: number; refused: number }

type Options = {
  isDryRun: boolean
  /** Told after each batch of lines is settled: its refusals in the order of lines, and where the import stands. */
  told(refusals: Refusal[], progress: Progress): Promise<void>
}

/** Lines of a batch: people by line, and why the others hold none. */
type Batch = { people: Map<number, ImportedAccount>; refusals: Refusal[] }

const emptyBatch = (): Batch => ({ people: new Map(), refusals: [] })

/** Settles people whose addresses are free. @returns the addresses that are here now because of it */
type Settle = (ctx: DataContext, people: ImportedAccount[]) => Promise<Set<EmailAddress>>

const insert: Settle = (ctx, people) => transaction(ctx, (t) => insertImported(t, people))

/** Inserts nobody, but remembers the addresses: one that comes twice in a file is here at its second line. */
function pretend(): Settle {
  const seen = new Set<EmailAddress>()
  return async (_, people) => {
    const fresh = people.map(({ email }) => email).filter((email) => !seen.has(email))
    for (const email of fresh) seen.add(email)
    return new Set(fresh)
  }
}

/** @returns the refusals of a batch, in the order of its lines */
async function settleBatch(
  ctx: DataContext,
  { people, refusals }: Batch,
  settle: Settle,
): Promise<Refusal[]> {
  const emails = [...new Set([...people.values()].map(({ email }) => email))]
  const [taken, reserved] = [await findTaken(ctx, emails), await findReserved(ctx, emails)]
  const free = new Map<EmailAddress, ImportedAccount>()
  for (const person of people.values()) {
    const { email } = person
    // Of lines with the same address the first counts.
    if (!taken.has(email) && !reserved.has(email) && !free.has(email)) free.set(email, person)
  }
  const made = free.size === 0 ? new Set() : await settle(ctx, [...free.values()])
  const left = [...people].filter(
    ([, person]) => !made.has(person.email) || free.get(person.email) !== person,
  )
  const refused = left.map(
    ([line, { email }]): Refusal => ({
      line,
      reason: reserved.has(email) && !taken.has(email) ? 'email_reserved' : 'exists',
    }),
  )
  return [...refusals, ...refused].sort((one, other) => one.line - other.line)
}

/**
 * Imports the people of a stream of NDJSON, a batch of lines at a time: each is imported whole or not at all, and a batch that was
 * settled stays, whatever happens afterwards. No mail is sent. A person whose address is here already is left as they are, so a second
 * run goes on where the first was killed.
 */
export async function importPeople(
  ctx: DataContext,
  source: AsyncIterable<Buffer>,
  { isDryRun, told }: Options,
): Promise<Progress> {
  const settle = isDryRun ? pretend() : insert
  const progress = { imported: 0, existing: 0, refused: 0 }
  let batch = emptyBatch()

  async function finish(): Promise<void> {
    const refusals = await settleBatch(ctx, batch, settle)
    const existing = refusals.filter(({ reason }) => reason === 'exists').length
    progress.imported += batch.people.size + batch.refusals.length - refusals.length
    progress.existing += existing
    progress.refused += refusals.length - existing
    batch = emptyBatch()
    await told(refusals, progress)
  }

  for await (const line of readLines(source)) {
    take(ctx, batch, line)
    if (batch.people.size + batch.refusals.length === BATCH) await finish()
  }
  await finish()
  if (!isDryRun) await record(ctx, progress)
  return progress
}

/** Each person's own event is recorded with their row; this one says how the command ended. */
const record = (ctx: DataContext, { imported, existing, refused }: Progress): Promise<void> =>
  recordEvent(ctx, {
    type: 'people_imported',
    userId: null,
    detail: `${imported}, ${existing} here already, ${refused} refused`,
    origin: null,
  })

function take({ now }: DataContext, { people, refusals }: Batch, { number, bytes }: Line): void {
  const person = readPerson(bytes, now())
  if (typeof person === 'string') refusals.push({ line: number, reason: person })
  else if (person) people.set(number, person)
}
