import type { Metadata } from 'next'
import { LocalTime } from '@/components/local-time'
import panel from '@/components/panel/panel.module.css'
import { Sentence } from '@/components/sentence'
import { Shell } from '@/components/shell/shell'
import { inspectLink, type LinkView } from '@/lib/auth/inspect-link'
import { currentUser } from '@/lib/http/page/current-user'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { pageTexts } from '@/lib/i18n/texts/pages'
import type { Locale } from '@/lib/kernel/locale'
import { readLink } from '@/lib/link/read-link'
import styles from './page.module.css'
import { VerificationFlow } from './verification-flow'

/**
 * Under the response's `no-referrer` header browsers post forms with `Origin: null`, the only hint that older ones
 * send. In the document `same-origin` replaces it, which tells other sites nothing either.
 */
export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await requestLocale()).verify.title, referrer: 'same-origin' }
}

function Account({ view, locale }: { view: LinkView; locale: Locale }) {
  if (view.state !== 'foreign') return null
  const { verify } = pageTexts(locale)
  const registeredAt = <LocalTime iso={view.registeredAt.toISOString()} locale={locale} />
  return (
    <>
      <p>
        <Sentence text={verify.confirmLead} fill={{ email: <bdi>{view.maskedEmail}</bdi> }} />
      </p>
      <p className={styles.age}>
        <Sentence text={verify.confirmAge} fill={{ date: registeredAt }} />
      </p>
    </>
  )
}

type VerifyEmailPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads the link and changes nothing; the browser, or the person in it, asks for the rest. */
export default async function VerifyEmailPage({ searchParams }: VerifyEmailPageProps) {
  const [query, locale, user] = await Promise.all([searchParams, requestLocale(), currentUser()])
  const token = readLink(query)
  const view = await inspectLink(pageContext(), token, user?.id ?? null)
  const { fixed, form, verify } = pageTexts(locale)
  // Reloaded after the token left the address bar, or a link so old that it is forgotten: somebody already verified
  // has nothing to mend.
  const start = view.state === 'invalid' && user?.emailVerified ? 'used' : view.state
  return (
    <Shell>
      <div className={panel.panel} data-link={start}>
        <VerificationFlow
          start={start}
          token={token ?? ''}
          isSignedIn={user !== null}
          account={<Account view={view} locale={locale} />}
          texts={{ fixed, form, verify }}
        />
      </div>
    </Shell>
  )
}
