import type { Metadata } from 'next'
import { currentSession } from '@/lib/http/page/current-user'
import { requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { countryName, deviceName } from '@/lib/i18n/device'
import { relativeTime } from '@/lib/i18n/relative-time'
import { accountTexts } from '@/lib/i18n/texts/account/account'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { listSessions } from '@/lib/session/client/list'
import { AccountFrame } from '../frame/frame'
import { SessionList } from './session-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await requestLocale()).sessions.title }
}

/** Systems of devices that a hand holds. */
const PHONES = /^(android|ios|ipados|windows phone)$/i

/** The account's sessions, in the reader's words. */
export default async function SessionsPage() {
  const [locale, user] = await Promise.all([requestLocale(), requireUser('/account/sessions')])
  const session = await currentSession()
  const ctx = pageContext()
  const texts = accountTexts(locale).sessions
  const listed = session ? await listSessions(ctx, session) : []
  const sessions = listed.map(({ country, ...each }) => ({
    ...each,
    device: deviceName(texts, each),
    isPhone: PHONES.test(each.system ?? ''),
    country: countryName(locale, country),
    seen: relativeTime(locale, new Date(each.lastSeenAt ?? each.createdAt), ctx.now()),
  }))
  return (
    <AccountFrame user={user} section="sessions">
      <SessionList
        sessions={sessions}
        locale={locale}
        texts={{ ...texts, unreachable: pageTexts(locale).form.unreachable }}
      />
    </AccountFrame>
  )
}
