import { eq } from 'drizzle-orm'
import { exportRule } from '../../db/export/rule'
import { users } from '../schema'
import { signups } from '../signup/schema'

export const accountExport = [
  exportRule(users, {
    where: ({ id }) => eq(users.id, id),
    order: users.id,
    columns: {
      id: 'shown',
      email: 'shown',
      name: 'shown',
      passwordHash: 'secret',
      emailVerified: 'shown',
      locale: 'shown',
      role: 'shown',
      disabledAt: 'shown',
      lastSeenAt: 'shown',
      passwordChangedAt: 'shown',
      deviceEpoch: 'shown',
      deviceKnown: 'shown',
      networkKey: 'secret',
      secondFactorSince: 'shown',
      passkeys: 'shown',
      webauthnId: 'shown',
      passkeyOfferAfter: 'shown',
      unverifiedSince: 'shown',
      subject: 'shown',
      createdAt: 'shown',
      updatedAt: 'shown',
    },
  }),
  exportRule(signups, {
    where: ({ id }) => eq(signups.userId, id),
    order: signups.userId,
    columns: { userId: 'shown', at: 'shown', domain: 'shown', mailed: 'shown', delivered: 'shown' },
  }),
]
