import { composeEmail } from '../../lib/email/letters/compose'
import type { MessageKind } from '../../lib/email/letters/kinds'
import type { LetterFacts } from '../../lib/email/letters/letter'
import { PERSON_KINDS } from '../../lib/email/letters/table'
import { toEmailAddress } from '../../lib/kernel/email-address'
import type { Locale } from '../../lib/kernel/locale'
import type { OutgoingEmail } from '../../lib/kernel/ports'
import { testEnv } from './world'

/** Properties that differ between two e-mails of one kind. */
export type Sample = { kind: MessageKind; locale: Locale; name?: string; replyTo?: string }

export const SAMPLES: Sample[] = PERSON_KINDS.flatMap((kind) =>
  (['fr', 'en'] as const).map((locale) => ({ kind, locale })),
)

const SECRETS = { token: '0f'.repeat(32), code: 'WDJB-MJHT' }

/** Every fact that a letter can tell. */
export const FACTS: LetterFacts = {
  email: 'j•••@e•••.fr',
  at: '2026-11-29T16:12:00.000Z',
  due: '2026-12-06T16:12:00.000Z',
  wayIn: 'totp',
  client: { browser: 'Firefox', system: 'Windows', country: 'FR' },
}

/** An e-mail as the outbox would hand it to a transport. */
export function sampleEmail({ kind, locale, name = 'Jean Dupont', replyTo = '' }: Sample): OutgoingEmail {
  const env = testEnv('postgres://localhost/huntaze', { EMAIL_REPLY_TO: replyTo })
  const letter = { to: toEmailAddress('jean@example.com'), name, locale, ...SECRETS, facts: FACTS }
  return composeEmail(env, { id: 7, kind }, letter)
}
