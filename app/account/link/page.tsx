import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import panel from '@/components/panel/panel.module.css'
import { Sentence } from '@/components/sentence'
import { Shell } from '@/components/shell/shell'
import { readGuardedCookie } from '@/lib/http/cookies'
import { hasFreshProof, requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { redirectTarget } from '@/lib/http/redirect-target'
import { OFFER_COOKIE } from '@/lib/http/response/provider-cookies'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { providerTexts } from '@/lib/i18n/texts/provider/provider'
import { findOffer } from '@/lib/provider/offer'
import { providerLabel } from '@/lib/provider/table'
import { LinkForm } from './link-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: providerTexts(await requestLocale()).offer.title }
}

type LinkPageProps = { searchParams: Promise<{ next?: string | string[] }> }

/** Asks whether to link the identity that this browser brought, and leads on to `?next=`. Without one it leads on at once. */
export default async function LinkPage({ searchParams }: LinkPageProps) {
  const [query, locale, sent] = await Promise.all([searchParams, requestLocale(), headers()])
  const next = redirectTarget(query.next)
  const here = `/account/link?next=${encodeURIComponent(next)}`
  const user = await requireUser(here)
  const ctx = pageContext()
  const provider = await findOffer(ctx, readGuardedCookie(ctx.env, sent.get('cookie'), OFFER_COOKIE), user.id)
  if (!provider) redirect(next)
  if (!(await hasFreshProof())) redirect(`/account/confirm?next=${encodeURIComponent(here)}`)
  const { offer: texts } = providerTexts(locale)
  const label = providerLabel(ctx.env, provider)
  return (
    <Shell account={{ userId: user.id, email: user.email }}>
      <div className={panel.panel}>
        <div className={panel.head}>
          <h1>{texts.heading.replace('{provider}', label)}</h1>
          <p>
            <Sentence text={texts.lead} fill={{ provider: label, email: <bdi>{user.email}</bdi> }} />
          </p>
        </div>
        <LinkForm label={label} next={next} texts={{ ...texts, form: pageTexts(locale).form }} />
      </div>
    </Shell>
  )
}
