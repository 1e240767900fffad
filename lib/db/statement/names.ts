import type { DatabaseSettings } from '../../kernel/env/database'

/** SQLSTATE invalid_sql_statement_name, duplicate_prepared_statement: a pooler sent the statement over another connection. */
const LOST = ['26000', '42P05']

/** Whether this process names its statements (`DATABASE_PREPARE`), so that the server parses and plans each once. */
export class StatementNames {
  /** For `auto`: true once a connection led to the server itself; false for good after a lost name. */
  #isSafe: boolean | undefined

  /** @param onLost called once, with the SQLSTATE */
  constructor(
    readonly mode: DatabaseSettings['prepare'],
    readonly onLost: (code: string) => void = () => undefined,
  ) {}

  /** Notes a new connection. */
  saw({ isPooled }: { isPooled: boolean }): void {
    this.#isSafe = !isPooled && this.#isSafe !== false
  }

  /** Notes the SQLSTATE of a statement that failed. */
  note(code: string | undefined): void {
    if (this.mode !== 'auto' || this.#isSafe === false || !code || !LOST.includes(code)) return
    this.#isSafe = false
    this.onLost(code)
  }

  /** The statement with its name, or without. */
  fit<Statement extends { name?: string }>(statement: Statement): Statement {
    const isNamed = this.mode === 'auto' ? this.#isSafe === true : this.mode === 'on'
    return isNamed || !statement.name ? statement : { ...statement, name: undefined }
  }
}
