import type { Metadata } from 'next'
import panel from '@/components/panel/panel.module.css'
import { Shell } from '@/components/shell/shell'
import { openToAll } from '@/lib/http/page/guards'
import { requestLocale } from '@/lib/http/page/request-locale'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { recoveryTexts } from '@/lib/i18n/texts/recovery/recovery'
import { ForgotForm } from './forgot-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: recoveryTexts(await requestLocale()).forgot.title }
}

/** The same for every address, before and after: it shows no state of a message. */
export default async function ForgotPasswordPage() {
  const [locale, user] = await Promise.all([requestLocale(), openToAll()])
  const { form } = pageTexts(locale)
  const { forgot } = recoveryTexts(locale)
  return (
    <Shell>
      <div className={panel.panel}>
        <ForgotForm present={user?.email} texts={{ form, forgot }}>
          <div className={panel.head}>
            <h1>{forgot.heading}</h1>
            <p>{forgot.lead}</p>
          </div>
        </ForgotForm>
      </div>
      <p className={panel.foot}>
        <a href="/login">{forgot.back}</a>
      </p>
    </Shell>
  )
}
