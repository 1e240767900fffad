import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Address } from '@/components/address'
import button from '@/components/button/button.module.css'
import panel from '@/components/panel/panel.module.css'
import { ceremonyTexts } from '@/components/passkey/ceremony-texts'
import { PasskeyButton } from '@/components/passkey/passkey-button'
import { Sentence } from '@/components/sentence'
import { Shell } from '@/components/shell/shell'
import { findRemoval } from '@/lib/factor/removal/pending'
import { findStep } from '@/lib/factor/step/pending'
import { readCookie, STEP_COOKIE } from '@/lib/http/cookies'
import { openToAll } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { redirectTarget } from '@/lib/http/redirect-target'
import { factorTexts } from '@/lib/i18n/texts/factor/factor'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { LostForm } from './lost-form'
import { StepForm } from './step-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: factorTexts(await requestLocale()).step.title, referrer: 'strict-origin' }
}

type SecondStepPageProps = { searchParams: Promise<{ next?: string | string[] }> }

/** Asks for the second step of the sign-in that the browser's cookie names. */
export default async function SecondStepPage({ searchParams }: SecondStepPageProps) {
  const [query, locale, cookies] = await Promise.all([
    searchParams,
    requestLocale(),
    headers().then((all) => all.get('cookie')),
    openToAll(),
  ])
  const ctx = pageContext()
  const next = redirectTarget(query.next)
  const found = await findStep(ctx, readCookie(cookies, STEP_COOKIE))
  const { step: texts, passkeys } = factorTexts(locale)
  const { form } = pageTexts(locale)
  const signIn = `/login?next=${encodeURIComponent(next)}`
  if (!found)
    return (
      <Shell>
        <div className={panel.panel}>
          <div className={panel.head}>
            <h1>{texts.overHeading}</h1>
            <p>{texts.overLead}</p>
          </div>
          <a className={button.primary} href={signIn}>
            {texts.restart}
          </a>
        </div>
      </Shell>
    )
  const { account, methods } = found
  const takesCode = methods.includes('totp')
  const removal = await findRemoval(ctx, account.id)
  return (
    <Shell>
      <div className={panel.panel}>
        <div className={panel.head}>
          <h1>{texts.heading}</h1>
          <p>
            <Sentence
              text={takesCode ? texts.lead : texts.leadPasskey}
              fill={{ email: <Address email={account.email} /> }}
            />
          </p>
        </div>
        {takesCode && <StepForm next={next} texts={{ ...texts, form }} />}
        {methods.includes('passkey') && (
          <PasskeyButton
            act="second-step"
            next={next}
            label={passkeys.confirm}
            busy={passkeys.signingIn}
            texts={ceremonyTexts(form, passkeys)}
          />
        )}
        {takesCode && (
          <LostForm
            next={next}
            locale={locale}
            isOperator={account.role === 'operator'}
            waiting={removal && { dueAt: removal.dueAt.toISOString(), until: removal.until.toISOString() }}
            texts={{ ...texts, form }}
          />
        )}
      </div>
      <p className={panel.foot}>
        <a href={signIn}>{texts.restart}</a>
      </p>
    </Shell>
  )
}
