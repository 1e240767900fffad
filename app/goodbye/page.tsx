import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import button from '@/components/button/button.module.css'
import { FocusedHeading } from '@/components/panel/focused-heading'
import panel from '@/components/panel/panel.module.css'
import { Sign } from '@/components/panel/sign'
import { Shell } from '@/components/shell/shell'
import { openToAll } from '@/lib/http/page/guards'
import { requestLocale } from '@/lib/http/page/request-locale'
import { accountTexts } from '@/lib/i18n/texts/account/account'

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await requestLocale()).goodbye.title }
}

/** The page after an account was deleted. Whoever is signed in has one, and is led to it. */
export default async function GoodbyePage() {
  const [locale, user] = await Promise.all([requestLocale(), openToAll()])
  if (user) redirect('/account')
  const { goodbye } = accountTexts(locale)
  return (
    <Shell>
      <div className={panel.panel}>
        <div className={panel.message}>
          <Sign shape="done" tone="good" />
          <FocusedHeading>{goodbye.heading}</FocusedHeading>
          <p>{goodbye.lead}</p>
          <a className={button.secondary} href="/">
            {goodbye.home}
          </a>
        </div>
      </div>
    </Shell>
  )
}
