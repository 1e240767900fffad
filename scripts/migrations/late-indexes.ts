import type { LateIndex } from '../../lib/db/migrate/migrations'
import { tableName } from './context'
import { type Body, bodyOf, parse, type Statement, stringsOf } from './parse'

/** CREATE INDEX CONCURRENTLY for `index`, with its definition from the table's name on unchanged. */
function buildStatement(sql: string, index: Body<'IndexStmt'>, { end }: Statement): string {
  const table = Buffer.from(sql).subarray(0, index.relation?.location).toString().length
  const only = index.relation?.inh ? '' : 'ONLY '
  const name = `"${index.idxname?.replaceAll('"', '""')}"`
  return `create index concurrently ${name} ON ${only}${sql.slice(table, end)}`
}

/** The judge lets an index be dropped by its bare name alone, one a statement. */
function readDropped({ removeType, objects = [] }: Body<'DropStmt'>, { start, end }: Statement): LateIndex[] {
  const [name] = stringsOf(bodyOf('List', objects[0])?.items)
  return removeType === 'OBJECT_INDEX' && name !== undefined ? [{ name, start, end }] : []
}

/**
 * Finds the indexes that deployment builds or drops after the migration's transaction. Within it, each would lock its
 * table against writers, and after an ALTER TABLE against readers too, until the last is done. Without indexes of new
 * tables, and without unique ones, which are rules.
 */
export function findLateIndexes(sql: string): LateIndex[] {
  const made = new Set<string>()
  return parse(sql).flatMap((statement): LateIndex[] => {
    const { node, start, end } = statement
    const table = bodyOf('CreateStmt', node)?.relation ?? bodyOf('CreateTableAsStmt', node)?.into?.rel
    if (table) made.add(tableName(table))
    const drop = bodyOf('DropStmt', node)
    if (drop) return readDropped(drop, statement)
    const index = bodyOf('IndexStmt', node)
    if (!index?.idxname || index.unique || made.has(tableName(index.relation))) return []
    return [{ name: index.idxname, statement: buildStatement(sql, index, statement), start, end }]
  })
}
