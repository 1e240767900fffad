import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { VerificationNotice } from '../../../app/dashboard/verification-notice'
import type { VerificationStatus } from '../../../lib/auth/read-verification-status'
import { pageTexts } from '../../../lib/i18n/texts/pages'

const AT = '2026-11-29T12:00:00.000Z'

/** The notice of the dashboard for a person whose e-mail ended so. */
function shown(more: Partial<VerificationStatus>, locale: 'fr' | 'en' = 'en'): string {
  const { dashboard, form } = pageTexts(locale)
  const first = { emailVerified: false, message: null, suppressed: false, retryAfter: 0, ...more }
  const html = renderToString(
    <VerificationNotice
      first={first}
      email="jean@example.com"
      texts={{ ...dashboard, didYouMean: form.didYouMean, unreachable: form.unreachable }}
    />,
  )
  return html.replaceAll('&#x27;', "'")
}

describe('a person whose mail server refused the address', () => {
  const refused = { message: { state: 'bounced', bounce: 'hard', at: AT } } as const

  it('reads so, and corrects it; asking again is open, because a server may be mistaken', () => {
    const page = shown(refused)
    expect(page).toContain('says that it does not know this address')
    expect(page).toMatch(/<details[^>]* open=""/)
    expect(page).toContain('Send a new link')
    expect(shown(refused, 'fr')).toContain('répond qu’elle ne connaît pas cette adresse')
  })

  it('reads that it does not exist, where that is sure, and only corrects it', () => {
    const page = shown({ ...refused, suppressed: true })
    expect(page).toContain('says that the address does not exist')
    expect(page).toMatch(/<details[^>]* open=""/)
    expect(page).not.toContain('Send a new link')
  })

  it('reads that the mailbox is full, and may ask again', () => {
    const page = shown({ message: { state: 'bounced', bounce: 'soft', at: AT } })
    expect(page).toContain('it is full')
    expect(page).toContain('Send a new link')
    expect(page).not.toMatch(/<details[^>]* open=""/)
  })
})
