import { BREAKPOINT } from './migrations'
import { isWord, split, startsWith, type Token, tokens } from './sql-tokens'
import { readTable, skip } from './table-change'

/** An index of a table that was there before its migration. Without `statement` it is one that goes away. */
export type LateIndex = { name: string; statement?: string }

/** A migration's SQL without its late indexes, and those. */
export type Separated = { sql: string; indexes: LateIndex[] }

type Cut = LateIndex & { start: number; end: number }

function readIndex(part: string, statement: Token[], made: Set<string>): LateIndex | undefined {
  if (startsWith(statement, 'drop index')) {
    const name = skip(statement, 'drop index', 'concurrently', 'if exists')[0]?.text
    return name ? { name } : undefined
  }
  if (!startsWith(statement, 'create index')) return undefined
  const [named, ...rest] = skip(statement, 'create index', 'concurrently', 'if not exists')
  const on = rest.findIndex((token) => isWord(token, 'on'))
  const { table } = readTable(skip(rest.slice(on + 1), 'only'))
  if (!named || made.has(table)) return undefined
  const definition = part.slice(rest[0]?.start, statement.at(-1)?.end)
  return { name: named.text, statement: `create index concurrently "${named.text}" ${definition}` }
}

const tableMade = (statement: Token[]): string | undefined =>
  startsWith(statement, 'create table')
    ? readTable(skip(statement, 'create table', 'if not exists')).table
    : undefined

function cutsOf(part: string, made: Set<string>): Cut[] {
  return split(tokens(part), ';').flatMap((statement) => {
    const table = tableMade(statement)
    if (table) made.add(table)
    const index = readIndex(part, statement, made)
    return index ? [{ ...index, start: statement[0]?.start ?? 0, end: statement.at(-1)?.end ?? 0 }] : []
  })
}

const without = (part: string, cuts: Cut[]): string =>
  cuts.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), part)

/**
 * Takes the indexes out of a migration that are built on tables in use: within its transaction each would lock its
 * table against writers, and behind an ALTER TABLE against readers too, until all of them are done.
 */
export function separateIndexes(sql: string): Separated {
  const made = new Set<string>()
  const parts = sql.split(BREAKPOINT).map((part) => ({ part, cuts: cutsOf(part, made) }))
  return {
    sql: parts.map(({ part, cuts }) => without(part, cuts)).join('\n'),
    indexes: parts.flatMap(({ cuts }) => cuts.map(({ name, statement }) => ({ name, statement }))),
  }
}
