/** The database was not brought up to date. The message says why and what to do, and holds no secret. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}
