import type { Metadata } from 'next'
import panel from '@/components/panel/panel.module.css'
import { ProviderButtons } from '@/components/provider/provider-buttons'
import { SignedInNote } from '@/components/session/signed-in-note'
import { Shell } from '@/components/shell/shell'
import { openToAll } from '@/lib/http/page/guards'
import { proofNonce } from '@/lib/http/page/proof-nonce'
import { requestLocale } from '@/lib/http/page/request-locale'
import { shownProviders } from '@/lib/http/page/shown-providers'
import { brakeTexts } from '@/lib/i18n/texts/brake'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { providerTexts } from '@/lib/i18n/texts/provider/provider'
import { RegisterForm } from './register-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await requestLocale()).register.title }
}

export default async function RegisterPage() {
  const [locale, user, nonce] = await Promise.all([requestLocale(), openToAll(), proofNonce()])
  const { fixed, form, register, verify } = pageTexts(locale)
  const buttons = (
    <ProviderButtons providers={shownProviders()} next="/dashboard" texts={providerTexts(locale).buttons} />
  )
  return (
    <Shell>
      <div className={panel.panel}>
        <RegisterForm
          texts={{ fixed, form, register, verify, brake: brakeTexts(locale) }}
          nonce={nonce}
          below={buttons}
        >
          <div className={panel.head}>
            <h1>{register.heading}</h1>
            <p>{register.lead}</p>
          </div>
          {user && <SignedInNote email={user.email} texts={form} />}
        </RegisterForm>
      </div>
      <p className={panel.foot}>
        <span>{register.already}</span> <a href="/login">{register.signIn}</a>
      </p>
    </Shell>
  )
}
