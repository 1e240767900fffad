import { z } from 'zod'
import { PROVIDERS } from '@/lib/provider/schema'

/** A linked identity as its person sees it. */
const linkedIdentity = z.strictObject({
  id: z.uuid().describe('Names the identity to unlink it, and opens nothing.'),
  provider: z.enum(PROVIDERS),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso
    .datetime()
    .nullable()
    .describe('The last sign-in through it. Null: none since it was linked.'),
})

export const identityList = z.strictObject({ identities: z.array(linkedIdentity) })

export const providerAnswer = z.strictObject({ provider: z.enum(PROVIDERS) })

export const AN_IDENTITY = {
  id: '3c1f0a5e-9f3b-4b7e-8d51-6d2f4f0c9a17',
  provider: 'google' as const,
  createdAt: '2026-03-01T12:00:00.000Z',
  lastUsedAt: '2026-03-02T08:30:00.000Z',
}
