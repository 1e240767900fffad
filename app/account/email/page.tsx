import type { Metadata } from 'next'
import panel from '@/components/panel/panel.module.css'
import { Shell } from '@/components/shell/shell'
import { openToAll } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { addressTexts } from '@/lib/i18n/texts/address/address'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { inspectAddress } from '@/lib/link/page/inspect'
import { LINK_PURPOSES } from '@/lib/link/purposes'
import { ConfirmFlow } from './confirm-flow'

/** As on `/auth/verify-email`: the token stays in the address until it is used, and no request names it. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: addressTexts(await requestLocale()).confirm.title, referrer: 'strict-origin' }
}

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/**
 * Reads the link and changes nothing. Outside of the account's own session it asks to sign in, and shows no address: who reads
 * the new mailbox need not be the person who owns the account.
 */
export default async function ConfirmEmailPage({ searchParams }: PageProps) {
  const user = await openToAll()
  const [query, locale] = await Promise.all([searchParams, requestLocale()])
  const { start, token, link } = await inspectAddress(pageContext(), 'change_email', query)
  const isOwn = link !== undefined && link.account.id === user?.id
  const { confirm, link: shared } = addressTexts(locale)
  const { path } = LINK_PURPOSES.change_email
  return (
    <Shell account={user ? { userId: user.id, email: user.email } : undefined}>
      <div className={panel.panel} data-link={start}>
        <ConfirmFlow
          start={start === 'valid' ? (isOwn ? 'own' : user ? 'other' : 'signed_out') : start}
          token={token}
          present={user?.email}
          wanted={isOwn ? link.email : undefined}
          signIn={`/login?next=${encodeURIComponent(`${path}?token=${token}`)}`}
          texts={{ confirm, link: shared, form: pageTexts(locale).form }}
        />
      </div>
    </Shell>
  )
}
