import type { Metadata } from 'next'
import { readPendingTotp } from '@/lib/auth/read-pending-totp'
import { requireFreshProof } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { factorTexts } from '@/lib/i18n/texts/factor/factor'
import { pageTexts } from '@/lib/i18n/texts/pages'
import card from '../../card.module.css'
import { AccountFrame } from '../../frame/frame'
import { Setup } from './setup'

export async function generateMetadata(): Promise<Metadata> {
  return { title: factorTexts(await requestLocale()).setup.title }
}

/** The secret of an app that is being set up, and its recovery codes once it is on. For nobody at a forgotten screen. */
export default async function AppPage() {
  const [locale, user] = await Promise.all([requestLocale(), requireFreshProof('/account/security/app')])
  const pending = await readPendingTotp(pageContext(), user)
  const { setup, codes } = factorTexts(locale)
  return (
    <AccountFrame user={user} section="security" heading={{ title: setup.title, lead: setup.lead }}>
      <section className={card.card} aria-label={setup.title}>
        <Setup pending={pending} texts={{ setup, codes, form: pageTexts(locale).form }} />
      </section>
    </AccountFrame>
  )
}
