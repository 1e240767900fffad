import { getTableColumns, getTableName, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { DataContext } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'

/** The person whose data is exported. */
export type Subject = { id: number; email: EmailAddress }

/** Why a column is not exported: it would let its reader act, tells nobody anything, or is encrypted. */
export type Withheld = 'secret' | 'hash' | 'sealed'

type Row = Record<string, unknown>

type RuleFor<Table extends PgTable> = {
  /** The rows about the person. */
  where(subject: Subject): SQL
  /** Every column of the table, so that a new one does not compile until it is placed. */
  columns: { [Key in keyof Table['_']['columns']]: 'shown' | Withheld }
  order: PgColumn
  /** Hides what is about others in a row. */
  present?(row: Row, subject: Subject): Row
}

/** A table's part of an export. Each noun brings its own (`lib/<noun>/export.ts` or a folder below). */
export type ExportRule = Omit<RuleFor<PgTable>, 'columns'> & {
  table: PgTable
  columns: Record<string, 'shown' | Withheld>
}

export const exportRule = <Table extends PgTable>(table: Table, rule: RuleFor<Table>): ExportRule => ({
  table,
  ...rule,
})

/** The rows of one table, and why which columns are left out. */
export type ExportedTable = { name: string; rows: Row[]; withheld: Record<string, Withheld> }

export async function exportTable(
  { db }: DataContext,
  { table, where, columns, order, present = (row) => row }: ExportRule,
  subject: Subject,
): Promise<ExportedTable> {
  const all = getTableColumns(table)
  const shown = Object.fromEntries(Object.entries(all).filter(([key]) => columns[key] === 'shown'))
  const rows = await db.select(shown).from(table).where(where(subject)).orderBy(order)
  const withheld = Object.entries(columns).filter(
    (entry): entry is [string, Withheld] => entry[1] !== 'shown',
  )
  return {
    name: getTableName(table),
    rows: rows.map((row) => present(row, subject)),
    withheld: Object.fromEntries(withheld),
  }
}
