import type { RangeVar } from 'libpg-query'
import { type Body, bodyOf, entriesIn, stringsOf } from './parse'

/** A column's type before the migration, as SQL writes it; undefined when unknown. */
export type TypeOf = (table: string, column: string) => string | undefined

/** Tables and columns that the migration created so far. No row and no running version depends on them. */
type Made = { tables: Set<string>; columns: Map<string, Set<string>> }

/** The state of judging one migration. */
export type Context = { made: Made; typeOf: TypeOf }

/** A reason against a statement in a migration; undefined when it may stand there. */
export type Reason = string | undefined

/** A table's name, `public.` left out. */
export const tableName = ({ schemaname, relname = '' }: RangeVar = {}): string =>
  schemaname === undefined || schemaname === 'public' ? relname : `${schemaname}.${relname}`

/** Notes a new column of `table`. */
export function noteColumn({ columns }: Made, table: string, name: string): void {
  columns.set(table, (columns.get(table) ?? new Set()).add(name))
}

/** The columns of its own table that a constraint or an index names; not those that a foreign key points to. */
function columnsIn(rule: unknown): string[] {
  return [...entriesIn(rule)].flatMap(([key, value]) => {
    if (key === 'ColumnRef') return stringsOf((value as Body<'ColumnRef'>).fields).slice(-1)
    if (key === 'IndexElem') return (value as Body<'IndexElem'>).name ?? []
    return key === 'keys' || key === 'fk_attrs' ? stringsOf(value as Body<'List'>['items']) : []
  })
}

/** True for a rule on existing columns. A rule on a new one restricts no row and no writer of the running version. */
export function narrowsExisting({ made }: Context, table: string, rule: unknown): boolean {
  const columns = made.columns.get(table)
  return !made.tables.has(table) && !columnsIn(rule).some((name) => columns?.has(name))
}

/** True for NULL, also where it is cast to a type. */
export function isNull(expression: Body<'Constraint'>['raw_expr']): boolean {
  const cast = bodyOf('TypeCast', expression)
  return cast ? isNull(cast.arg) : bodyOf('A_Const', expression)?.isnull === true
}
