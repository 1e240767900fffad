import type { Metadata } from 'next'
import { LocalTime } from '@/components/local-time'
import panel from '@/components/panel/panel.module.css'
import { Sentence } from '@/components/sentence'
import { Shell } from '@/components/shell/shell'
import type { PublicUser } from '@/lib/account/account'
import { inspectLink, type LinkView } from '@/lib/auth/inspect-link'
import { openToAll } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { pageTexts } from '@/lib/i18n/texts/pages'
import type { Locale } from '@/lib/kernel/locale'
import { mentionsToken, readLink } from '@/lib/link/mend/read-link'
import type { OtherAccount, Start } from './flow-state'
import styles from './page.module.css'
import { VerificationFlow } from './verification-flow'

/**
 * The token stays in the address until it is used, so no request may name the whole address as its referrer. The page
 * overrides the response's `no-referrer`, under which browsers post forms with `Origin: null`: older browsers send no other
 * sign of the page's site.
 */
export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await requestLocale()).verify.title, referrer: 'strict-origin' }
}

type AccountProps = { view: LinkView; other?: OtherAccount; locale: Locale }

function Account({ view, other, locale }: AccountProps) {
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
      {other && (
        <p className={styles.age}>
          <Sentence text={verify.otherAccount} fill={{ email: <bdi>{other.present}</bdi> }} />
        </p>
      )}
    </>
  )
}

/** Both accounts, if the link is not about the signed-in one. */
function otherAccount(view: LinkView, user: PublicUser | null): OtherAccount | undefined {
  const isOther = view.state === 'foreign' || (view.state === 'used' && !view.isOwn)
  return user && isOther ? { linked: view.maskedEmail, present: user.email } : undefined
}

type VerifyEmailPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads the link and changes nothing; the browser, or the person in it, asks for the rest. */
export default async function VerifyEmailPage({ searchParams }: VerifyEmailPageProps) {
  const [query, locale, user] = await Promise.all([searchParams, requestLocale(), openToAll()])
  const token = readLink(query)
  const view = await inspectLink(pageContext(), token, user?.id ?? null)
  const other = otherAccount(view, user)
  const start = startOf(view, user, mentionsToken(query))
  const { fixed, form, register, verify } = pageTexts(locale)
  const { passwordHint } = register
  return (
    <Shell>
      <div className={panel.panel} data-link={start}>
        <VerificationFlow
          start={start}
          token={token ?? ''}
          present={user?.email}
          other={other}
          owner={view.state === 'foreign' ? view.owner : undefined}
          account={<Account view={view} other={other} locale={locale} />}
          texts={{ fixed, form, register: { passwordHint }, verify }}
        />
      </div>
    </Shell>
  )
}

/**
 * The state of the page. A page reloaded after its token left the address bar, and a link so old that we deleted it, have
 * no valid token: neither is shown as a broken link to a verified person, and an address without a token to nobody.
 */
function startOf(view: LinkView, user: PublicUser | null, hasToken: boolean): Start {
  if (view.state !== 'invalid') return view.state
  if (user?.emailVerified) return 'used'
  return hasToken ? 'invalid' : 'none'
}
