import type { Metadata } from 'next'
import { Sentence } from '@/components/sentence'
import { Shell } from '@/components/shell/shell'
import { isPasskeyOffered } from '@/lib/auth/read-passkeys'
import { readVerificationStatus } from '@/lib/auth/read-verification-status'
import { requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { accountTexts } from '@/lib/i18n/texts/account/account'
import { factorTexts } from '@/lib/i18n/texts/factor/factor'
import { pageTexts } from '@/lib/i18n/texts/pages'
import styles from './dashboard.module.css'
import { PasskeyOffer } from './passkey-offer'
import { VerificationNotice } from './verification-notice'

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await requestLocale()).dashboard.title }
}

export default async function DashboardPage() {
  const [locale, user] = await Promise.all([requestLocale(), requireUser('/dashboard')])
  const [status, isOffered] = await Promise.all([
    readVerificationStatus(pageContext(), user),
    user.emailVerified && isPasskeyOffered(pageContext(), user.id),
  ])
  const { passkeys } = factorTexts(locale)
  const { dashboard, form } = pageTexts(locale)
  const { sections, fromDashboard } = accountTexts(locale)
  return (
    <Shell account={{ userId: user.id, email: user.email }} measure="wide">
      <div className={styles.dashboard}>
        <h1 className={styles.greeting}>
          <Sentence text={dashboard.greeting} fill={{ name: <bdi dir="auto">{user.name}</bdi> }} />
        </h1>
        <VerificationNotice
          first={status}
          email={user.email}
          texts={{ ...dashboard, didYouMean: form.didYouMean, unreachable: form.unreachable }}
        />
        {isOffered && <PasskeyOffer texts={{ ...passkeys, unreachable: form.unreachable }} />}
        <a className={styles.account} href="/account">
          <span>
            <strong>{sections.label}</strong>
            <span>{fromDashboard}</span>
          </span>
        </a>
      </div>
    </Shell>
  )
}
