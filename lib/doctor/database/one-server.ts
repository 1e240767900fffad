import { DATABASE_STATES } from '../../db/states/table'
import { green, red } from '../check'
import { databaseCheck } from './check'

/** Connections to open: a balancer chooses a server for each, so one alone would show nothing. */
const CONNECTIONS = 8

/** Not volatile to PostgreSQL, so a balancer sends this wherever it sends reads. */
const ANSWERED = `select current_setting('in_hot_standby') = 'on' as "onStandby",
  current_setting('transaction_read_only') = 'on' as "readOnly"`

/** Volatile, so pgpool-II sends this to the primary, wherever it sends other reads. */
const RECOVERING = 'select pg_is_in_recovery() as "onStandby"'

type Answer = { onStandby: boolean; readOnly: boolean }

/** Checks that reads go where writes go: a standby lags behind, and still has sessions that ended. */
export const oneServerCheck = databaseCheck('database reads', async ({ query, queryAnew }) => {
  const [primary] = await query<Pick<Answer, 'onStandby'>>(RECOVERING)
  const answers: Answer[] = []
  for (let asked = 0; asked < CONNECTIONS; asked++) answers.push(...(await queryAnew<Answer>(ANSWERED)))
  const standbys = answers.filter(({ onStandby }) => onStandby).length
  if (primary?.onStandby && standbys === answers.length)
    return red('a standby answers, and it takes no writes', DATABASE_STATES.read_only.remedy)
  if (primary?.onStandby || standbys > 0)
    return red(
      `a balancer sends reads to a standby (${standbys} of ${answers.length} connections): sign-ins are missed there, and sign-outs too`,
      `${DATABASE_STATES.read_elsewhere.remedy} (pgpool-II: database_redirect_preference_list = '<database>:primary')`,
    )
  if (answers.some(({ readOnly }) => readOnly))
    return red(
      'the server takes no writes from this role',
      'find who set default_transaction_read_only (role, database or server), and why: a full disk, a move?',
    )
  return green('answered by the server that takes the writes')
})
