import { eq } from 'drizzle-orm'
import { exportRule } from '../db/export/rule'
import { passkeys } from './passkey/schema'
import { recoveryCodes } from './recovery-code/schema'
import { factorRemovals } from './removal/schema'
import { signInSteps } from './step/schema'
import { totpSecrets } from './totp/schema'

export const factorExport = [
  exportRule(totpSecrets, {
    where: ({ id }) => eq(totpSecrets.userId, id),
    order: totpSecrets.userId,
    columns: {
      userId: 'shown',
      secret: 'secret',
      usedStep: 'shown',
      createdAt: 'shown',
      confirmedAt: 'shown',
    },
  }),
  exportRule(recoveryCodes, {
    where: ({ id }) => eq(recoveryCodes.userId, id),
    order: recoveryCodes.id,
    columns: { id: 'shown', userId: 'shown', codeHash: 'secret', createdAt: 'shown' },
  }),
  exportRule(passkeys, {
    where: ({ id }) => eq(passkeys.userId, id),
    order: passkeys.createdAt,
    columns: {
      id: 'shown',
      userId: 'shown',
      credentialId: 'shown',
      publicKey: 'shown',
      signCount: 'shown',
      backupEligible: 'shown',
      backedUp: 'shown',
      transports: 'shown',
      aaguid: 'shown',
      name: 'shown',
      createdAt: 'shown',
      lastUsedAt: 'shown',
    },
  }),
  exportRule(signInSteps, {
    where: ({ id }) => eq(signInSteps.userId, id),
    order: signInSteps.createdAt,
    columns: {
      tokenHash: 'secret',
      userId: 'shown',
      first: 'shown',
      deviceEpoch: 'shown',
      tries: 'shown',
      createdAt: 'shown',
      expiresAt: 'shown',
    },
  }),
  exportRule(factorRemovals, {
    where: ({ id }) => eq(factorRemovals.userId, id),
    order: factorRemovals.userId,
    columns: { userId: 'shown', requestedAt: 'shown', dueAt: 'shown' },
  }),
]
