import { BREAKPOINT } from './migrations'
import { indexOfPhrase, isWord, split, startsWith, type Token, tokens } from './sql-tokens'
import {
  type Context,
  type Made,
  narrowsExisting,
  readTable,
  reasonAgainstChange,
  skip,
  type TypeOf,
} from './table-change'

/** A statement that a migration may not contain, and why. */
export type Fault = { statement: string; reason: string }

const STATEMENT_SHOWN = 100

const CREATIONS = ['table', 'unlogged table', 'index', 'type', 'domain', 'schema', 'sequence', 'extension']
const REPLACEABLE = ['view', 'function']

/** Statements that only add. Not among them: rules, policies, most triggers, which change what others' statements do. */
const HARMLESS = [
  'insert',
  'update',
  'comment on',
  'drop index',
  'grant',
  'analyze',
  'set local lock_timeout',
  'set local statement_timeout',
  ...[...CREATIONS, ...REPLACEABLE].map((kind) => `create ${kind}`),
  ...REPLACEABLE.map((kind) => `create or replace ${kind}`),
]

/** Rows can be deleted from inside other statements (`with … as (delete from …)`). */
const HARMFUL_ANYWHERE = ['delete from', 'merge into']

/** Notes a new table. One created "if not exists" may be an old one. */
function noteTable(made: Made, statement: Token[]): void {
  const rest = skip(statement, 'create', 'unlogged')
  if (startsWith(rest, 'table') && !startsWith(rest, 'table if not exists'))
    made.tables.add(readTable(rest.slice(1)).table)
}

function reasonAgainstUnique(context: Context, statement: Token[]): string | undefined {
  const on = statement.findIndex((token) => isWord(token, 'on'))
  const { table, rest } = readTable(skip(statement.slice(on + 1), 'only'))
  return narrowsExisting(context, table, rest) ? 'a new unique index narrows existing columns' : undefined
}

/**
 * A trigger that runs after a whole statement sees what was done and changes none of it: the running version's
 * statements stay what they are. One that runs before, instead of, or for each row could refuse or rewrite them.
 */
function reasonAgainstTrigger(statement: Token[]): string | undefined {
  const isAfter = isWord(statement[3], 'after')
  if (isAfter && indexOfPhrase(statement, 'for each statement execute function') > 0) return undefined
  return "only a trigger AFTER … FOR EACH STATEMENT leaves others' statements alone"
}

/** A lock that lets readers and row locks pass; every migration waits for a bounded time only (`apply-migration.ts`). */
const reasonAgainstLock = (statement: Token[]): string | undefined =>
  indexOfPhrase(statement, 'in share row exclusive mode') > 0
    ? undefined
    : 'only a lock IN SHARE ROW EXCLUSIVE MODE lets readers pass'

function reasonAgainst(context: Context, statement: Token[]): string | undefined {
  const harmful = HARMFUL_ANYWHERE.find((phrase) => indexOfPhrase(statement, phrase) >= 0)
  if (harmful) return `${harmful.toUpperCase()} loses rows`
  if (startsWith(statement, 'create unique index')) return reasonAgainstUnique(context, statement)
  if (startsWith(statement, 'create trigger')) return reasonAgainstTrigger(statement)
  if (startsWith(statement, 'lock table')) return reasonAgainstLock(statement)
  if (startsWith(statement, 'alter table')) return reasonAgainstChange(context, statement)
  if (startsWith(statement, 'alter type') && indexOfPhrase(statement, 'add value') > 0) return undefined
  if (startsWith(statement, 'create')) noteTable(context.made, statement)
  if (HARMLESS.some((phrase) => startsWith(statement, phrase))) return undefined
  if (isWord(statement[0], 'drop') || isWord(statement[0], 'truncate')) return 'it drops what may be in use'
  return 'this kind of statement is not known to be harmless'
}

function excerpt(sql: string, statement: Token[]): string {
  const text = sql.slice(statement[0]?.start, statement.at(-1)?.end).replaceAll(/\s+/g, ' ')
  return text.length > STATEMENT_SHOWN ? `${text.slice(0, STATEMENT_SHOWN)}…` : text
}

/**
 * The statements of a migration that would lose data, or break the version of the product that runs while it is
 * applied: whatever drops, renames or narrows. Only statements known to be harmless pass; a `do` block or a
 * `select`, which can do anything, does not.
 */
export function findFaults(sql: string, typeOf: TypeOf = () => undefined): Fault[] {
  const context: Context = { made: { tables: new Set(), columns: new Map() }, typeOf }
  return sql.split(BREAKPOINT).flatMap((part) =>
    split(tokens(part), ';').flatMap((statement) => {
      const reason = reasonAgainst(context, statement)
      return reason ? [{ statement: excerpt(part, statement), reason }] : []
    }),
  )
}
