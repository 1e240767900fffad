import type { Metadata } from 'next'
import panel from '@/components/panel/panel.module.css'
import { PasskeyAutofill } from '@/components/passkey/autofill'
import { ceremonyTexts } from '@/components/passkey/ceremony-texts'
import { PasskeyButton } from '@/components/passkey/passkey-button'
import { ProviderButtons } from '@/components/provider/provider-buttons'
import { SignedInNote } from '@/components/session/signed-in-note'
import { Shell } from '@/components/shell/shell'
import { isUnproven, openToAll } from '@/lib/http/page/guards'
import { requestLocale } from '@/lib/http/page/request-locale'
import { shownProviders } from '@/lib/http/page/shown-providers'
import { redirectTarget } from '@/lib/http/redirect-target'
import { brakeTexts } from '@/lib/i18n/texts/brake'
import { deviceTexts } from '@/lib/i18n/texts/device'
import { factorTexts } from '@/lib/i18n/texts/factor/factor'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { providerTexts } from '@/lib/i18n/texts/provider/provider'
import { recoveryTexts } from '@/lib/i18n/texts/recovery/recovery'
import { CookieNote } from './cookie-note'
import { LoginForm } from './login-form'

/** As on the pages of mailed links: `next` can name one, token and all, and no request names this page's address. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await requestLocale()).login.title, referrer: 'strict-origin' }
}

type LoginPageProps = { searchParams: Promise<{ next?: string | string[] }> }

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const [{ next }, locale, user] = await Promise.all([searchParams, requestLocale(), openToAll()])
  const lead = (await isUnproven()) ? deviceTexts(locale).signInAgain : undefined
  const { form, login } = pageTexts(locale)
  const { passkeys } = factorTexts(locale)
  const ceremony = ceremonyTexts(form, passkeys)
  return (
    <Shell>
      <div className={panel.panel}>
        <div className={panel.head}>
          <h1>{login.heading}</h1>
          <p>{lead ?? login.lead}</p>
        </div>
        <CookieNote text={login.cookies} />
        {user && <SignedInNote email={user.email} texts={form} />}
        <LoginForm
          texts={{ form, login, recovery: recoveryTexts(locale).login, brake: brakeTexts(locale) }}
          next={redirectTarget(next)}
        />
        <PasskeyAutofill next={redirectTarget(next)} texts={ceremony} />
        <PasskeyButton
          act="sign-in"
          next={redirectTarget(next)}
          label={passkeys.signIn}
          busy={passkeys.signingIn}
          texts={ceremony}
        />
        <ProviderButtons
          providers={shownProviders()}
          next={redirectTarget(next)}
          texts={providerTexts(locale).buttons}
        />
      </div>
      <p className={panel.foot}>
        <span>{login.noAccount}</span> <a href="/register">{login.register}</a>
      </p>
    </Shell>
  )
}
