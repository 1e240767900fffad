import type { PoolClient } from 'pg'

/** PostgreSQL's function that waits for a standby. Its warning is the only sign that the wait was cut short. */
const WAITING = 'SyncRepWaitForLSN'

/** The commit is done on the primary, but perhaps not on its standby: a fail-over would lose it. */
class NotReplicatedError extends Error {
  override readonly name = 'NotReplicatedError'
  constructor() {
    super('the wait of a commit for its standby was cut short')
  }
}

/**
 * Runs a transaction. Fails if its commit returned before the standby had it, because somebody cancelled the wait
 * (`pg_cancel_backend`): PostgreSQL calls that a success, and we would acknowledge what a fail-over takes back. Without a
 * cancellation the wait has no end: `statement_timeout` does not apply to it, and `query_timeout` closes the connection.
 * @throws an error whose state is `not_replicated`
 */
export async function untilReplicated<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  let isCut = false
  const onNotice = ({ routine }: { routine?: string }) => {
    isCut ||= routine === WAITING
  }
  client.on('notice', onNotice)
  try {
    const result = await work()
    if (isCut) throw new NotReplicatedError()
    return result
  } finally {
    client.off('notice', onNotice)
  }
}
