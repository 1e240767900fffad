import { z } from 'zod'
import type { OwnAccount } from '@/lib/auth/read-account'
import { MESSAGE_KINDS } from '@/lib/email/letters/kinds'
import { LOCALES } from '@/lib/kernel/locale'
import { JEAN, user } from '@/openapi/answers'

const moment = z.iso.datetime().describe('ISO 8601, UTC.')

const fate = {
  state: z.enum(['queued', 'sending', 'sent', 'delayed', 'delivered', 'bounced', 'complained', 'failed']),
  bounce: z
    .enum(['hard', 'soft'])
    .optional()
    .describe('Of `bounced` alone. `hard`: the address does not exist.'),
  handedOn: z
    .literal(true)
    .optional()
    .describe('Of `delivered` alone: a next server, or a list, has it, and nobody reports any more.'),
  at: moment.describe('Time of the state.'),
}

/** Answer of `GET /api/account`. */
export const ownAccount = z.strictObject({
  user,
  createdAt: moment,
  locale: z.enum(LOCALES).describe('Language of our letters.'),
  passwordChangedAt: moment.nullable().describe('Null: the password is that of the sign-up.'),
  pendingEmail: z
    .string()
    .nullable()
    .describe('The address that waits for its proof; the present one is in force until then.'),
  pendingEmailUntil: moment.nullable().describe('Until then its link is good.'),
  pendingEmailMessage: z.strictObject(fate).nullable().describe('Fate of the message with that link.'),
  undoUntil: moment
    .nullable()
    .describe('Until then the former address can be restored, and the account cannot be deleted.'),
  messages: z
    .array(
      z.strictObject({
        id: z.int().positive(),
        kind: z.enum(MESSAGE_KINDS),
        createdAt: moment,
        toPresentAddress: z.boolean().describe('False: it went to another address than the account has now.'),
        ...fate,
      }),
    )
    .describe('The newest 50 messages to the person, newest first, and what became of each.'),
}) satisfies z.ZodType<Omit<OwnAccount, 'user' | 'pendingEmail'> & { pendingEmail: string | null }>

export const OWN_ACCOUNT: z.output<typeof ownAccount> = {
  user: { ...JEAN, emailVerified: true },
  createdAt: '2026-03-01T12:00:00.000Z',
  locale: 'fr',
  passwordChangedAt: null,
  pendingEmail: 'jean.dupont@example.com',
  pendingEmailUntil: '2026-03-02T12:30:00.000Z',
  pendingEmailMessage: { state: 'delivered', at: '2026-03-01T12:30:04.000Z' },
  undoUntil: null,
  messages: [
    {
      id: 3,
      kind: 'email_change',
      createdAt: '2026-03-01T12:30:00.000Z',
      toPresentAddress: false,
      state: 'delivered',
      at: '2026-03-01T12:30:04.000Z',
    },
  ],
}
