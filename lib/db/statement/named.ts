import { Placeholder, type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { QueryResult } from 'pg'
import type { Database } from '../../kernel/context'
import { schemaInUse } from '../table'
import type { Statement } from './statements'
import { statementsOf } from './statements-of'

/** Types of PostgreSQL for values. */
const TYPES = {
  bigint: sql`bigint`,
  'bigint[]': sql`bigint[]`,
  boolean: sql`boolean`,
  bytea: sql`bytea`,
  'bytea[]': sql`bytea[]`,
  int: sql`int`,
  text: sql`text`,
  'text[]': sql`text[]`,
  timestamptz: sql`timestamptz`,
  uuid: sql`uuid`,
}

/** A value of a named statement, with its type in PostgreSQL: `given('email', 'text')`. */
export const given = (name: string, type: keyof typeof TYPES): SQL =>
  sql`${sql.placeholder(name)}::${TYPES[type]}`

/** The text that the server gets, and the names of its values in their order. */
type Compiled = { text: string; names: string[] }

/** The same value has one number, however often the statement uses it. */
function compile(statement: SQL): Compiled {
  const { sql: text, params } = new PgDialect().sqlToQuery(statement)
  const places = params.map((param) => {
    if (!(param instanceof Placeholder)) throw new Error('every value of a named statement has a name')
    return String(param.name)
  })
  const names = [...new Set(places)]
  const numberOf = (place: string) => names.indexOf(places[Number(place) - 1] ?? '') + 1
  return { text: text.replaceAll(/\$(\d+)/g, (_, place: string) => `$${numberOf(place)}`), names }
}

type Runner<Values, Row> = (on: { db: Database }, values: Values) => Promise<Row[]>

/**
 * Makes a statement that drizzle writes once, and the server parses and plans once a connection. Moments are read as `Date`,
 * `bigint` as text. Outside of a transaction it is one of its own.
 * @param build called once a schema
 * @param isPromise its commit is acknowledged to somebody (`lib/db/statement/statements.ts`)
 * @param rowMode rows as arrays of columns
 */
export function namedStatement<Values extends Record<string, unknown>, Row>(
  name: string,
  build: () => SQL,
  { isPromise = false, rowMode }: Pick<Statement, 'isPromise' | 'rowMode'> = {},
): Runner<Values, Row> {
  const compiled = new Map<string, Compiled>()
  return async ({ db }, values) => {
    const schema = schemaInUse()
    const { text, names } = compiled.get(schema) ?? compile(build())
    compiled.set(schema, { text, names })
    const parameters = names.map((each) => values[each] ?? null)
    const result: QueryResult = await statementsOf(db).query({ name, text, isPromise, rowMode }, parameters)
    return result.rows as Row[]
  }
}
