import { EMAILS } from '../../i18n/texts/emails'
import { sentence } from './layout/blocks'
import { type Letterhead, renderLetter } from './layout/letter'
import type { RenderedEmail } from './layout/render'

export type WelcomeEmail = Letterhead & {
  /** Where the button leads, absolute. */
  dashboardUrl: string
}

/** The e-mail that follows a verification. */
export function renderWelcomeEmail(email: WelcomeEmail): RenderedEmail {
  const { name, locale, dashboardUrl } = email
  const { welcome: say, fallback } = EMAILS[locale]
  return renderLetter(email, say, [
    { kind: 'heading', content: [say.heading] },
    { kind: 'paragraph', content: sentence(say.intro, name) },
    { kind: 'paragraph', content: [say.next] },
    { kind: 'button', label: say.button, href: dashboardUrl },
    { kind: 'fallback', label: fallback, href: dashboardUrl },
    { kind: 'note', content: [say.reason] },
  ])
}
