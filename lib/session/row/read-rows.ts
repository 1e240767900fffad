import { sql } from 'drizzle-orm'
import { users } from '../../account/schema'
import { ON_STANDBY, refuseStandby } from '../../db/primary'
import { given, namedStatement } from '../../db/statement/named'
import { sharedTrip } from '../../db/statement/shared-trip'
import type { Database } from '../../kernel/context'
import { sha256 } from '../../kernel/seal'
import { sessionKeys } from '../bind/schema'
import type { SessionClaims } from '../jwt'
import { sessions } from '../schema'
import { type Line, rowOf, type SessionRow } from './line'

/** A session JWT with the claims that it was found to have. */
type Presented = { jwt: string; claims: Pick<SessionClaims, 'sid' | 'userId'> }

/** The same of several, by column. */
type Asked = { sids: string[]; hashes: Buffer[]; accounts: number[]; count: number }

/**
 * Reads the rows of all JWTs that came together, as one text in JSON: the driver takes longer to tell rows and columns apart
 * than `JSON.parse` does. A line comes back for each JWT even without a session, and its columns are those of `Line`.
 *
 * `limit` is for the planner. Of arrays that it does not know yet PostgreSQL expects ten lines, and so plans anew for each
 * execution, at four times the cost of the execution. Of an unknown limit it expects a tenth of the lines: one.
 */
const readLines = namedStatement<Asked, [onStandby: boolean, lines: Line[]]>(
  'read_sessions',
  () => sql`select ${ON_STANDBY}, json_agg(json_build_array(${users.id}, ${users.name}, ${users.email},
    ${users.emailVerified}, ${users.role}, ${users.lastSeenAt}, ${sessions.createdAt}, ${sessions.lastSeenAt},
    ${sessions.passwordAt}, ${sessions.handle}, ${sessions.expiresAt},
    ${sessions.factorAt}, ${users.secondFactorSince}, ${users.passkeys}, ${users.passwordHash} is not null,
    ${sessionKeys.dbscId}, ${sessionKeys.registeredAt}) order by asked.place)
  from (
    select * from unnest(${given('sids', 'text[]')}, ${given('hashes', 'bytea[]')}, ${given('accounts', 'bigint[]')})
      with ordinality as one (sid, token_hash, user_id, place)
    limit ${given('count', 'int')}
  ) as asked
  left join ${sessions} on ${sessions.id} = asked.sid and ${sessions.tokenHash} = asked.token_hash
    and ${sessions.userId} = asked.user_id
  left join ${users} on ${users.id} = ${sessions.userId} and ${users.disabledAt} is null
  left join ${sessionKeys} on ${sessionKeys.sessionId} = ${sessions.id}`,
  { rowMode: 'array' },
)

function makeReader(db: Database): (presented: Presented) => Promise<SessionRow | null> {
  return sharedTrip(async (presented) => {
    // One line for requests that present the same JWT.
    const asked = [...new Map(presented.map((one) => [one.jwt, one.claims]))]
    const [answer] = await readLines(
      { db },
      {
        sids: asked.map(([, { sid }]) => sid),
        hashes: asked.map(([jwt]) => sha256(jwt)),
        accounts: asked.map(([, { userId }]) => userId),
        count: asked.length,
      },
    )
    if (!answer) throw new Error('an aggregate returned no row')
    const [onStandby, lines] = answer
    refuseStandby({ onStandby })
    const found = new Map(asked.map(([jwt], place) => [jwt, rowOf(lines[place] as Line)]))
    return presented.map(({ jwt }) => found.get(jwt) ?? null)
  })
}

const readers = new WeakMap<Database, ReturnType<typeof makeReader>>()

/**
 * The row of a session JWT, with its account; null where the session ended or its account is disabled or gone. Requests that
 * come at one time share a statement (`lib/db/statement/shared-trip.ts`).
 */
export function readSessionRow(db: Database, presented: Presented): Promise<SessionRow | null> {
  let read = readers.get(db)
  if (!read) {
    read = makeReader(db)
    readers.set(db, read)
  }
  return read(presented)
}
