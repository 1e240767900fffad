import type { Metadata } from 'next'
import { LocalDate } from '@/components/local-time'
import { Sentence } from '@/components/sentence'
import { currentSession } from '@/lib/http/page/current-user'
import { requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { shownOnPage } from '@/lib/http/page/shown-account'
import { accountTexts } from '@/lib/i18n/texts/account/account'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { listSessions } from '@/lib/session/client/list'
import card from '../card.module.css'
import { AccountFrame } from '../frame/frame'
import { Moment } from '../moment'
import { ownAccount } from '../own-account'
import { PasswordForm } from './password-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await requestLocale()).security.title }
}

/** The password, and the session that looks at it. */
export default async function SecurityPage() {
  const [locale, user] = await Promise.all([requestLocale(), requireUser('/account/security')])
  const session = await currentSession()
  const [account, sessions] = await Promise.all([
    ownAccount(user),
    session ? listSessions(pageContext(), session) : [],
  ])
  const { security: texts } = accountTexts(locale)
  const { form } = pageTexts(locale)
  const here = sessions.find(({ current }) => current)
  const others = sessions.filter(({ current }) => !current).length
  const othersText = others === 0 ? texts.otherNone : others === 1 ? texts.otherOne : texts.otherMany
  const { passwordChangedAt, createdAt } = account
  return (
    <AccountFrame user={user} section="security">
      <section className={card.card} aria-labelledby="password">
        <h2 id="password">{texts.password}</h2>
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
      </section>
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
