import { createHash } from 'node:crypto'
import { composeEmail } from '../../lib/email/letters/compose'
import type { PersonKind } from '../../lib/email/letters/table'
import { DOMAIN } from '../../lib/kernel/brand'
import { toEmailAddress } from '../../lib/kernel/email-address'
import { parseEnv } from '../../lib/kernel/env/env'
import type { Locale } from '../../lib/kernel/locale'
import type { OutgoingEmail } from '../../lib/kernel/ports'
import { maskEmail } from '../../lib/kernel/text/mask-email'

const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The configuration of a deployment, as far as an e-mail shows any of it: all other values are the defaults. */
const ENV = parseEnv({
  NODE_ENV: 'production',
  APP_URL: `https://${DOMAIN}`,
  DATABASE_URL: 'postgres://localhost/huntaze',
  AUTH_SECRET: hex('secret of an example'),
  EMAIL_TRANSPORT: 'ses',
  AWS_REGION: 'eu-west-3',
})

/** An e-mail to Jean Dupont, by way of the real templates; the same at every run. */
export const exampleEmail = (kind: PersonKind, locale: Locale): OutgoingEmail =>
  composeEmail(
    ENV,
    { id: 1, kind },
    {
      to: toEmailAddress('jean@example.com'),
      name: 'Jean Dupont',
      locale,
      token: hex('token of an example'),
      code: 'WDJB-MJHT',
      facts: {
        email: maskEmail('jeanne@exemple.fr'),
        at: '2026-11-29T16:12:00.000Z',
        due: '2026-12-06T16:12:00.000Z',
        wayIn: 'totp',
        client: { browser: 'Firefox', system: 'Windows', country: 'FR' },
      },
    },
  )
