import type { Pool, QueryResult } from 'pg'
import { repetitionOf } from '../errors'
import { repeated } from '../repeat'
import { untilReplicated } from '../replicated'
import { noted } from '../states/noted'
import { databaseCause } from '../states/recognize'
import { levelOn, onConnection } from '../transaction'
import type { StatementNames } from './names'
import { tracedStatement } from './traced'

/**
 * A statement as drizzle hands it to the driver; `name` where it is prepared. `rowMode`: rows as arrays of columns, which
 * cost less than objects. `isPromise`: its commit is acknowledged to somebody, so it fails like a transaction where a standby
 * may lack it.
 */
export type Statement = { text: string; name?: string; rowMode?: 'array'; isPromise?: boolean }

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
        await untilReplicated(client, () => client.query('commit'))
        return result
      } catch (error) {
        await client.query('rollback')
        throw error
      }
    })
  const send: Statements['query'] = (statement, values) =>
    statement.isPromise
      ? onConnection(pool, (client) => untilReplicated(client, () => client.query(statement, values)))
      : pool.query(statement, values)
  const run: Statements['query'] = async (statement, values) => {
    try {
      return await send(names.fit(statement), values)
    } catch (error) {
      names.note(databaseCause(error).code)
      const again = repetitionOf(error)
      if (again === 'no') throw error
      if (again === 'unnamed') return await send({ ...statement, name: undefined }, values)
      return await repeated(() => inTransaction({ ...statement, name: undefined }, values))
    }
  }
  return {
    query: (statement, values) =>
      tracedStatement(statement, () =>
        run(statement, values).catch((error) => {
          throw noted(error)
        }),
      ),
  }
}
