import { z } from 'zod'

/** A passkey as its person sees it. */
export const passkey = z.strictObject({
  id: z.uuid().describe('Names it in the routes of passkeys; opens nothing.'),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  backedUp: z.boolean().describe('It is copied to the person’s other devices.'),
})

export const accepted = z
  .strictObject({
    rpId: z.string(),
    userId: z.string(),
    allAcceptedCredentialIds: z.array(z.string()),
  })
  .nullable()
  .describe(
    'Argument of `PublicKeyCredential.signalAllAcceptedCredentials`. Null: there never was a passkey.',
  )

export const A_PASSKEY = {
  id: '1f0c2a6e-6f0a-4f5e-9a54-2c6f1d6b1e11',
  name: 'iCloud Keychain',
  createdAt: '2026-03-01T12:00:00.000Z',
  lastUsedAt: null,
  backedUp: true,
}
