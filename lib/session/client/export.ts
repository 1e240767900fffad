import { eq } from 'drizzle-orm'
import { exportRule } from '../../db/export/rule'
import { sessions } from '../schema'

export const sessionExport = [
  exportRule(sessions, {
    where: ({ id }) => eq(sessions.userId, id),
    order: sessions.createdAt,
    columns: {
      // Part of the JWT.
      id: 'secret',
      userId: 'shown',
      tokenHash: 'secret',
      expiresAt: 'shown',
      createdAt: 'shown',
      lastSeenAt: 'shown',
      passwordAt: 'shown',
      factorAt: 'shown',
      handle: 'shown',
      browser: 'shown',
      system: 'shown',
      country: 'shown',
      network: 'hash',
    },
  }),
]
