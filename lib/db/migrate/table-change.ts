import { indexOfPhrase, isWord, split, startsWith, type Token, topLevel } from './sql-tokens'
import { widens } from './type-widening'

/** A column's type before the migration, as PostgreSQL names it; undefined when unknown. */
export type TypeOf = (table: string, column: string) => string | undefined

/** What the migration made so far: there is nothing in it to lose, and no running version uses it. */
export type Made = { tables: Set<string>; columns: Map<string, Set<string>> }

export type Context = { made: Made; typeOf: TypeOf }

const HARMLESS_COLUMN_CHANGES = ['set default', 'drop not null', 'set statistics', 'set storage']
const CONSTRAINTS = ['constraint', 'check', 'unique', 'primary', 'foreign', 'exclude', 'not']
const SERIAL = ['serial', 'bigserial', 'smallserial']

const isName = (token: Token | undefined): boolean => token?.kind === 'word' || token?.kind === 'name'

/** Skips the optional keywords at the start of `list`, in this order. */
export const skip = (list: Token[], ...phrases: string[]): Token[] =>
  phrases.reduce(
    (rest, phrase) => (startsWith(rest, phrase) ? rest.slice(phrase.split(' ').length) : rest),
    list,
  )

/** Reads a table's name, `public.` left out, and what follows it. */
export function readTable(list: Token[]): { table: string; rest: Token[] } {
  const first = list[0]?.text ?? ''
  const dotted = list[1]?.text === '.' && isName(list[2])
  if (!dotted) return { table: first, rest: list.slice(1) }
  const last = list[2]?.text ?? ''
  return { table: first === 'public' ? last : `${first}.${last}`, rest: list.slice(3) }
}

/** False for a rule that a new column is part of: it binds no row and no writer that there already is. */
export function narrowsExisting({ made }: Context, table: string, rule: Token[]): boolean {
  const columns = made.columns.get(table)
  return !made.tables.has(table) && !rule.some((token) => isName(token) && columns?.has(token.text))
}

/** NOT NULL without a value for the rows that are there, and for the running version, which does not know it. */
function demandsValue(definition: Token[]): boolean {
  const outside = topLevel(definition)
  const required = indexOfPhrase(outside, 'not null') >= 0 || indexOfPhrase(outside, 'primary key') >= 0
  const filled = outside.some(
    (token, at) =>
      isWord(token, 'generated') ||
      (at === 0 && SERIAL.includes(token.text)) ||
      // `on delete set default` fills nothing.
      (isWord(token, 'default') && !isWord(outside[at - 1], 'set') && !isWord(outside[at + 1], 'null')),
  )
  return required && !filled
}

/** Notes a new column. One added "if not exists" may be an old one. */
function noteColumn(made: Made, table: string, name: string): void {
  made.columns.set(table, (made.columns.get(table) ?? new Set()).add(name))
}

function reasonAgainstAdding(context: Context, table: string, addition: Token[]): string | undefined {
  if (CONSTRAINTS.some((word) => isWord(addition[0], word)))
    return narrowsExisting(context, table, addition) ? 'a new constraint narrows existing columns' : undefined
  const named = skip(addition, 'column')
  const [name, ...definition] = skip(named, 'if not exists')
  if (!startsWith(named, 'if not exists')) noteColumn(context.made, table, name?.text ?? '')
  if (context.made.tables.has(table) || !demandsValue(definition)) return undefined
  return 'a new NOT NULL column without a default refuses the rows that are there'
}

function reasonAgainstType(
  { typeOf }: Context,
  table: string,
  column: string,
  type: Token[],
): string | undefined {
  const before = typeOf(table, column)
  const after = type.map(({ text }) => text).join(' ')
  if (before !== undefined && widens(before, after)) return undefined
  return `the change from ${before ?? 'an unknown type'} to ${after} is not known to keep every value`
}

function reasonAgainstAltering(context: Context, table: string, action: Token[]): string | undefined {
  const [column, ...change] = skip(action, 'column')
  if (HARMLESS_COLUMN_CHANGES.some((phrase) => startsWith(change, phrase))) return undefined
  const type = skip(change, 'set data')
  if (startsWith(type, 'type')) return reasonAgainstType(context, table, column?.text ?? '', type.slice(1))
  if (startsWith(change, 'set not null'))
    return 'SET NOT NULL refuses rows and writers that there already are'
  return 'this change of a column is not known to be harmless'
}

function reasonAgainstAction(context: Context, table: string, action: Token[]): string | undefined {
  if (isWord(action[0], 'add')) return reasonAgainstAdding(context, table, action.slice(1))
  if (isWord(action[0], 'drop')) return 'it drops a column or a constraint'
  if (isWord(action[0], 'rename')) return 'the running version still uses the old name'
  if (startsWith(action, 'validate constraint')) return undefined
  if (isWord(action[0], 'alter') && context.made.tables.has(table)) return undefined
  if (isWord(action[0], 'alter')) return reasonAgainstAltering(context, table, action.slice(1))
  return 'this change of a table is not known to be harmless'
}

/** Why an `alter table` statement may not be part of a migration; undefined when it may. */
export function reasonAgainstChange(context: Context, statement: Token[]): string | undefined {
  const { table, rest } = readTable(skip(statement, 'alter table', 'if exists', 'only'))
  const reasons = split(rest, ',').map((action) => reasonAgainstAction(context, table, action))
  return reasons.find((reason) => reason !== undefined)
}
