import { SqlError } from 'libpg-query'
import type { Context, Reason, TypeOf } from './context'
import { entriesIn, open, parse, type Statement } from './parse'
import { reasonAgainstKind } from './statement-rules'

/** A statement that a migration may not contain, and why. */
export type Fault = { statement: string; reason: string }

const STATEMENT_SHOWN = 100

/** Deletions also inside other statements (`with … as (delete from …)`). */
const LOSES_ROWS: Record<string, string> = { DeleteStmt: 'DELETE FROM', MergeStmt: 'MERGE INTO' }

function reasonAgainst(statement: Statement, context: Context): Reason {
  const [kind, body] = open(statement.node)
  const loss = [...entriesIn(statement.node)].find(([key]) => key in LOSES_ROWS)
  if (loss) return `${LOSES_ROWS[loss[0]]} loses rows`
  return reasonAgainstKind(kind, body, context, statement)
}

function excerpt(sql: string): string {
  const text = sql.replaceAll(/\s+/g, ' ')
  return text.length > STATEMENT_SHOWN ? `${text.slice(0, STATEMENT_SHOWN)}…` : text
}

function readOrRefuse(sql: string): Statement[] | Fault {
  try {
    return parse(sql)
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    const rest = sql.slice(error.sqlDetails?.cursorPosition ?? 0)
    return { statement: excerpt(rest), reason: `PostgreSQL cannot read it: ${error.message}` }
  }
}

/**
 * Finds the statements of a migration that lose data or break the running version of the product: all that drop, rename
 * or narrow. Only statements known to be harmless pass; a `do` block or a `select`, which can do anything, does not.
 */
export function findFaults(sql: string, typeOf: TypeOf = () => undefined): Fault[] {
  const context: Context = { made: { tables: new Set(), columns: new Map() }, typeOf }
  const statements = readOrRefuse(sql)
  if (!Array.isArray(statements)) return [statements]
  return statements.flatMap((statement) => {
    const reason = reasonAgainst(statement, context)
    return reason ? [{ statement: excerpt(statement.text), reason }] : []
  })
}
