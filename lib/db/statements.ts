import type { Pool, QueryResult } from 'pg'
import { repetitionOf } from './errors'
import { repeated } from './repeat'
import type { StatementNames } from './statement-names'
import { noted } from './states/noted'
import { databaseCause } from './states/recognize'
import { levelOn, onConnection } from './transaction'

/** A statement as drizzle hands it to the driver; `name` where it is prepared. */
type Statement = { text: string; name?: string }

/** Single statements, each a transaction of its own. */
export type Statements = { query(statement: Statement, values?: unknown[]): Promise<QueryResult> }

/**
 * Single statements on a pool. A failed statement is undone as a whole, so it may run again: without its name, if the
 * prepared one is lost or out of date; in a transaction that states its level, if the server's default level makes
 * simultaneous statements fail.
 */
export function pooledStatements(pool: Pool, names: StatementNames): Statements {
  const inTransaction = (statement: Statement, values?: unknown[]) =>
    onConnection(pool, async (client) => {
      await client.query(`begin isolation level ${levelOn(client)}`)
      try {
        const result = await client.query(statement, values)
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback')
        throw error
      }
    })
  const run: Statements['query'] = async (statement, values) => {
    try {
      return await pool.query(names.fit(statement), values)
    } catch (error) {
      names.note(databaseCause(error).code)
      const again = repetitionOf(error)
      if (again === 'no') throw error
      if (again === 'unnamed') return await pool.query({ ...statement, name: undefined }, values)
      return await repeated(() => inTransaction({ ...statement, name: undefined }, values))
    }
  }
  return {
    query: (statement, values) =>
      run(statement, values).catch((error) => {
        throw noted(error)
      }),
  }
}
