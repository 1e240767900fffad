import { green, yellow } from '../check'
import { databaseCheck } from './check'

type Limits = { statement: string; idle: string; role: string }

/** PostgreSQL's word for "no limit". */
const NONE = '0'

/**
 * Checks that the server ends statements that take too long. On a connection to the server itself the app sets the limits;
 * behind a pooler single statements have those of the role.
 */
export const limitsCheck = databaseCheck('database limits', async ({ query }) => {
  const [row] = await query<Limits>(
    `select current_setting('statement_timeout') as statement,
       current_setting('idle_in_transaction_session_timeout') as idle, quote_ident(session_user) as role`,
  )
  const { statement = NONE, idle = NONE, role = '' } = row ?? {}
  if (statement !== NONE && idle !== NONE)
    return green(`a statement may take ${statement}, an idle transaction ${idle}`)
  return yellow(
    'behind this pooler nothing ends a statement that takes too long',
    `alter role ${role} set statement_timeout = '10s'; alter role ${role} set idle_in_transaction_session_timeout = '10s'`,
  )
})
