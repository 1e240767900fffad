import type { Metadata } from 'next'
import panel from '@/components/panel/panel.module.css'
import { Shell } from '@/components/shell/shell'
import { inspectReset } from '@/lib/auth/inspect-reset'
import { openToAll } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { shownOnPage } from '@/lib/http/page/shown-account'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { recoveryTexts } from '@/lib/i18n/texts/recovery/recovery'
import { mentionsToken, readLink } from '@/lib/link/mend/read-link'
import { ResetFlow } from './reset-flow'

/** As on the page of verification links: no request names the whole address as its referrer, and older browsers name the origin. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: recoveryTexts(await requestLocale()).reset.title, referrer: 'strict-origin' }
}

type ResetPasswordPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads the link and changes nothing; the form does. */
export default async function ResetPasswordPage({ searchParams }: ResetPasswordPageProps) {
  const [query, locale] = await Promise.all([searchParams, requestLocale(), openToAll()])
  const token = readLink(query)
  const view = await inspectReset(pageContext(), token)
  const start = view.state === 'invalid' && !mentionsToken(query) ? 'none' : view.state
  const { form, register } = pageTexts(locale)
  const { reset } = recoveryTexts(locale)
  return (
    <Shell>
      <div className={panel.panel} data-link={start}>
        <ResetFlow
          start={start}
          token={token ?? ''}
          account={
            view.state === 'valid'
              ? { email: view.email, maskedEmail: view.maskedEmail, owner: shownOnPage(view) }
              : undefined
          }
          texts={{ form, hint: register.passwordHint, reset }}
        />
      </div>
    </Shell>
  )
}
