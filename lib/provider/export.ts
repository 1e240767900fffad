import { eq } from 'drizzle-orm'
import { exportRule } from '../db/export/rule'
import { identities, identityOffers } from './schema'

export const providerExport = [
  exportRule(identities, {
    where: ({ id }) => eq(identities.userId, id),
    order: identities.createdAt,
    columns: {
      id: 'shown',
      userId: 'shown',
      provider: 'shown',
      issuer: 'shown',
      subject: 'shown',
      createdAt: 'shown',
      lastUsedAt: 'shown',
    },
  }),
  exportRule(identityOffers, {
    where: ({ id }) => eq(identityOffers.userId, id),
    order: identityOffers.createdAt,
    columns: {
      tokenHash: 'secret',
      userId: 'shown',
      provider: 'shown',
      issuer: 'shown',
      // Somebody else's, as long as nobody has proven both.
      subject: 'secret',
      createdAt: 'shown',
      expiresAt: 'shown',
    },
  }),
]
