import type { DatabaseSettings } from '../kernel/env/database'

/** SQLSTATE invalid_sql_statement_name, duplicate_prepared_statement: another connection to the server answered. */
const LOST = ['26000', '42P05']

/** Whether connections name their statements (`DATABASE_PREPARE`), so that the server parses and plans each once. */
export class StatementNames {
  #areLost = false

  /** @param onLost called once, with the SQLSTATE */
  constructor(
    readonly mode: DatabaseSettings['prepare'],
    readonly onLost: (code: string) => void = () => undefined,
  ) {}

  /** `auto`: on a connection to the server itself, and never again once a statement was lost. */
  mayUse({ isPooled }: { isPooled: boolean }): boolean {
    if (this.mode !== 'auto') return this.mode === 'on'
    return !isPooled && !this.#areLost
  }

  /** Notes the SQLSTATE of a named statement that failed. */
  note(code: string | undefined): void {
    if (this.mode !== 'auto' || this.#areLost || !code || !LOST.includes(code)) return
    this.#areLost = true
    this.onLost(code)
  }
}
