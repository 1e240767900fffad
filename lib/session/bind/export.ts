import { eq, sql } from 'drizzle-orm'
import { exportRule } from '../../db/export/rule'
import { sessions } from '../schema'
import { sessionKeys } from './schema'

export const bindingExport = [
  exportRule(sessionKeys, {
    where: ({ id }) =>
      sql`${sessionKeys.sessionId} in (select ${sessions.id} from ${sessions} where ${eq(sessions.userId, id)})`,
    order: sessionKeys.registeredAt,
    columns: {
      // Part of the JWT.
      sessionId: 'secret',
      // With it anybody may ask for a challenge.
      dbscId: 'secret',
      jwk: 'shown',
      alg: 'shown',
      registeredAt: 'shown',
      refreshedAt: 'shown',
    },
  }),
]
