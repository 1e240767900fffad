import type { Metadata } from 'next'
import forms from '@/components/form/form.module.css'
import { LocalDate } from '@/components/local-time'
import { Sentence } from '@/components/sentence'
import { readFactors } from '@/lib/auth/read-factors'
import { readPasskeys } from '@/lib/auth/read-passkeys'
import { currentSession } from '@/lib/http/page/current-user'
import { hasFreshProof, requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { shownOnPage } from '@/lib/http/page/shown-account'
import { accountTexts } from '@/lib/i18n/texts/account/account'
import { factorTexts } from '@/lib/i18n/texts/factor/factor'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { providerTexts } from '@/lib/i18n/texts/provider/provider'
import { listSessions } from '@/lib/session/client/list'
import card from '../card.module.css'
import { AccountFrame } from '../frame/frame'
import { Moment } from '../moment'
import { ownAccount } from '../own-account'
import { StepCard } from './factor/step-card'
import { NoPassword } from './no-password'
import { PasskeysCard } from './passkeys/passkeys-card'
import { PasswordForm } from './password-form'
import { IdentitiesCard } from './provider/identities-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await requestLocale()).security.title }
}

type SecurityPageProps = { searchParams: Promise<{ needed?: string | string[] }> }

/** The password, the second step, and the session that looks at them. */
export default async function SecurityPage({ searchParams }: SecurityPageProps) {
  const [{ needed }, locale, user] = await Promise.all([
    searchParams,
    requestLocale(),
    requireUser('/account/security'),
  ])
  const session = await currentSession()
  const [account, factors, own, isProofFresh, sessions] = await Promise.all([
    ownAccount(user),
    readFactors(pageContext(), user.id),
    readPasskeys(pageContext(), user.id),
    hasFreshProof(),
    session ? listSessions(pageContext(), session) : [],
  ])
  const { security: texts } = accountTexts(locale)
  const { form, proof } = pageTexts(locale)
  const { card: cardTexts, codes, passkeys } = factorTexts(locale)
  const here = sessions.find(({ current }) => current)
  const others = sessions.filter(({ current }) => !current).length
  const othersText = others === 0 ? texts.otherNone : others === 1 ? texts.otherOne : texts.otherMany
  const { passwordChangedAt, createdAt } = account
  return (
    <AccountFrame user={user} section="security">
      {needed === 'factor' && <p className={forms.note}>{cardTexts.needed}</p>}
      <section className={card.card} aria-labelledby="password">
        <h2 id="password">{texts.password}</h2>
        {session?.hasPassword === false ? (
          <NoPassword email={user.email} texts={providerTexts(locale).password} />
        ) : (
          <>
            <p className={card.small}>
              <Sentence
                text={passwordChangedAt ? texts.changedAt : texts.neverChanged}
                fill={{ when: <Moment iso={passwordChangedAt ?? createdAt} /> }}
              />
            </p>
            <PasswordForm
              email={user.email}
              owner={shownOnPage({ userId: user.id, email: user.email })}
              texts={{ ...texts, form }}
            />
          </>
        )}
      </section>
      <PasskeysCard
        own={own}
        user={user}
        isProofFresh={isProofFresh}
        byCode={factors.totpSince !== null}
        texts={{ passkeys, form, proof }}
      />
      <StepCard
        factors={factors}
        isProofFresh={isProofFresh}
        locale={locale}
        texts={{ card: cardTexts, codes, form, proof }}
      />
      <IdentitiesCard userId={user.id} isProofFresh={isProofFresh} locale={locale} />
      <section className={card.card} aria-labelledby="here">
        <h2 id="here">{texts.here}</h2>
        {here && (
          <p className={card.small}>
            <Sentence text={texts.signedIn} fill={{ when: <Moment iso={here.createdAt} /> }} />{' '}
            <Sentence
              text={texts.expires}
              fill={{ date: <LocalDate iso={here.expiresAt} locale={locale} /> }}
            />
          </p>
        )}
        <p className={card.small}>
          <Sentence text={othersText} fill={{ count: others }} />
        </p>
        <p className={card.links}>
          <a className={card.link} href="/account/sessions">
            {texts.seeSessions}
          </a>
          <a className={card.link} href="/account/activity">
            {texts.seeActivity}
          </a>
        </p>
      </section>
    </AccountFrame>
  )
}
