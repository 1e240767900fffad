import type { LateFill } from '../../lib/db/migrate/migrations'
import { tableName } from './context'
import { type Body, bodyOf, parse, stringsOf } from './parse'

/** The column of `update … set column = default where column is null`; undefined for any other update. */
function filledColumn({ targetList = [], whereClause, fromClause = [] }: Body<'UpdateStmt'>) {
  const [target, ...others] = targetList.map((node) => bodyOf('ResTarget', node))
  const test = bodyOf('NullTest', whereClause)
  const tested = stringsOf(bodyOf('ColumnRef', test?.arg)?.fields)
  const isFill =
    others.length + fromClause.length === 0 &&
    bodyOf('SetToDefault', target?.val) !== undefined &&
    test?.nulltesttype === 'IS_NULL' &&
    tested.length === 1 &&
    tested[0] === target?.name
  return isFill ? target?.name : undefined
}

/**
 * Finds the statements that give a column's default to the rows without a value: deployment runs them after the migration's
 * transaction, some rows at a time, because each row that a transaction changes makes its writers wait until the end.
 */
export const findLateFills = (sql: string): LateFill[] =>
  parse(sql).flatMap(({ node, start, end }) => {
    const update = bodyOf('UpdateStmt', node)
    const column = update && filledColumn(update)
    return column ? [{ table: tableName(update.relation), column, start, end }] : []
  })
