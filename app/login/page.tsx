import type { Metadata } from 'next'
import panel from '@/components/panel/panel.module.css'
import { SignedInNote } from '@/components/session/signed-in-note'
import { Shell } from '@/components/shell/shell'
import { currentUser } from '@/lib/http/page/current-user'
import { requestLocale } from '@/lib/http/page/request-locale'
import { redirectTarget } from '@/lib/http/redirect-target'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { CookieNote } from './cookie-note'
import { LoginForm } from './login-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await requestLocale()).login.title }
}

type LoginPageProps = { searchParams: Promise<{ next?: string | string[] }> }

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const [{ next }, locale, user] = await Promise.all([searchParams, requestLocale(), currentUser()])
  const { form, login } = pageTexts(locale)
  return (
    <Shell>
      <div className={panel.panel}>
        <div className={panel.head}>
          <h1>{login.heading}</h1>
          <p>{login.lead}</p>
        </div>
        <CookieNote text={login.cookies} />
        {user && <SignedInNote email={user.email} texts={form} />}
        <LoginForm texts={{ form, login }} next={redirectTarget(next)} />
      </div>
      <p className={panel.foot}>
        <span>{login.noAccount}</span> <a href="/register">{login.register}</a>
      </p>
    </Shell>
  )
}
