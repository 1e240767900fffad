import { z } from 'zod'
import type { ListedSession } from '@/lib/session/client/list'

/** A session as its person sees it. */
export const listedSession = z.strictObject({
  id: z.uuid().describe('Names the session to end it, and opens nothing.'),
  current: z.boolean().describe('The session that asks.'),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable().describe('Minutes coarse. Null: not used since it was made.'),
  expiresAt: z.iso.datetime(),
  bound: z.boolean().describe('Bound to a key of its browser: copied, it is refused within minutes.'),
  browser: z.string().nullable().describe('Name without a version. Null: not recognized.'),
  system: z.string().nullable().describe('Likewise.'),
  country: z.string().nullable().describe('ISO 3166-1 alpha-2. Null: not known.'),
}) satisfies z.ZodType<ListedSession>

export const ended = z.strictObject({ ended: z.int().min(0).describe('Number of sessions that ended.') })

export const A_SESSION: ListedSession = {
  id: '7f1d2c9e-5b0a-4d6e-9a43-0c1f6b2e8d75',
  current: true,
  createdAt: '2026-03-01T12:00:00.000Z',
  lastSeenAt: '2026-03-01T14:05:00.000Z',
  expiresAt: '2026-03-08T12:00:00.000Z',
  bound: false,
  browser: 'Firefox',
  system: 'Windows',
  country: 'FR',
}
