import { EMAILS } from '../../i18n/emails'
import type { Locale } from '../../i18n/locale'
import { sentence } from './blocks'
import { type RenderedEmail, renderEmail } from './render'

export type WelcomeEmail = {
  name: string
  /** Where the button leads, absolute. */
  dashboardUrl: string
  locale: Locale
}

/** The e-mail that follows a verification. */
export function renderWelcomeEmail({ name, dashboardUrl, locale }: WelcomeEmail): RenderedEmail {
  const { welcome: say, fallback, noReply, signature } = EMAILS[locale]
  return renderEmail({
    locale,
    subject: say.subject,
    preheader: say.preheader,
    blocks: [
      { kind: 'heading', content: [say.heading] },
      { kind: 'paragraph', content: sentence(say.intro, name) },
      { kind: 'paragraph', content: [say.next] },
      { kind: 'button', label: say.button, href: dashboardUrl },
      { kind: 'fallback', label: fallback, href: dashboardUrl },
      { kind: 'note', content: [say.reason] },
    ],
    footer: [signature, noReply],
  })
}
