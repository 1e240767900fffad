/** The embedded database cannot be had. The message says why and what to do, for a person. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError'
}
