import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import panel from '@/components/panel/panel.module.css'
import { ceremonyTexts } from '@/components/passkey/ceremony-texts'
import { PasskeyButton } from '@/components/passkey/passkey-button'
import { Shell } from '@/components/shell/shell'
import { currentSession } from '@/lib/http/page/current-user'
import { hasFreshProof, requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { redirectTarget } from '@/lib/http/redirect-target'
import { factorTexts } from '@/lib/i18n/texts/factor/factor'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { providerTexts } from '@/lib/i18n/texts/provider/provider'
import { hasFactor, lacksFactor } from '@/lib/session/operator-factor'
import { ConfirmForm } from './confirm-form'
import { SignInAgain } from './sign-in-again'

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await requestLocale()).proof.title }
}

type ConfirmPageProps = { searchParams: Promise<{ next?: string | string[] }> }

/** Asks for the password before what needs a fresh proof, and leads on to `?next=`. A proof that is fresh leads on at once. */
export default async function ConfirmPage({ searchParams }: ConfirmPageProps) {
  const [query, locale] = await Promise.all([searchParams, requestLocale()])
  const next = redirectTarget(query.next)
  const user = await requireUser(`/account/confirm?next=${encodeURIComponent(next)}`)
  const session = await currentSession()
  const byCode = session?.factors.totp === true
  // An operator's session without its factor comes here with a fresh password, too, which then proves nothing.
  const lacks = session !== null && session.role === 'operator' && lacksFactor(pageContext().env, session)
  if ((await hasFreshProof()) && !(lacks && hasFactor(session))) redirect(next)
  const isForPasskey = lacks && !byCode && hasFactor(session)
  const { form, proof } = pageTexts(locale)
  const { passkeys } = factorTexts(locale)
  const { proof: texts } = providerTexts(locale)
  const noPassword = !byCode && !isForPasskey && session?.hasPassword === false
  const lead = isForPasskey
    ? proof.leadPasskey
    : byCode
      ? proof.leadCode
      : noPassword
        ? texts.lead
        : proof.lead
  return (
    <Shell account={{ userId: user.id, email: user.email }}>
      <div className={panel.panel}>
        <div className={panel.head}>
          <h1>{proof.heading}</h1>
          <p>{lead}</p>
        </div>
        {noPassword ? (
          <SignInAgain user={user} next={next} locale={locale} />
        ) : (
          !isForPasskey && (
            <ConfirmForm email={user.email} byCode={byCode} texts={{ form, proof }} next={next} />
          )
        )}
        {session && session.factors.passkeys > 0 && (
          <PasskeyButton
            act="confirm"
            next={next}
            label={passkeys.confirm}
            busy={passkeys.signingIn}
            texts={ceremonyTexts(form, passkeys)}
          />
        )}
      </div>
    </Shell>
  )
}
