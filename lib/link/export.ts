import { eq } from 'drizzle-orm'
import { exportRule } from '../db/export/rule'
import { emailVerificationTokens, emailVerificationUses } from './schema'

export const linkExport = [
  exportRule(emailVerificationTokens, {
    where: ({ id }) => eq(emailVerificationTokens.userId, id),
    order: emailVerificationTokens.id,
    columns: {
      id: 'shown',
      userId: 'shown',
      email: 'shown',
      purpose: 'shown',
      tokenHash: 'secret',
      codeHash: 'secret',
      codeTries: 'shown',
      session: 'shown',
      expiresAt: 'shown',
      createdAt: 'shown',
    },
  }),
  exportRule(emailVerificationUses, {
    where: ({ id }) => eq(emailVerificationUses.userId, id),
    order: emailVerificationUses.usedAt,
    columns: { tokenHash: 'secret', userId: 'shown', purpose: 'shown', usedAt: 'shown' },
  }),
]
