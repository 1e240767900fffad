import type { Metadata } from 'next'
import { type OwnEvent, readOwnEvents } from '@/lib/audit/read'
import { requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { countryName, deviceName } from '@/lib/i18n/device'
import { NO_BREAK } from '@/lib/i18n/duration'
import { type AccountTexts, accountTexts } from '@/lib/i18n/texts/account/account'
import type { Locale } from '@/lib/kernel/locale'
import card from '../card.module.css'
import { AccountFrame } from '../frame/frame'
import { Icon } from '../frame/glyph'
import styles from './activity.module.css'
import { Days, type Line } from './days'
import { Views } from './views'

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await requestLocale()).activity.title }
}

type ActivityPageProps = { searchParams: Promise<{ before?: string | string[] }> }

/** An event's sentence; that for others if a later version wrote it. */
const sentenceFor = (type: string, { events }: AccountTexts): string =>
  Object.hasOwn(events, type) ? events[type as keyof typeof events] : events.other

/** Client and country of an event, or its author where that was not the person. */
function originOf(event: OwnEvent, locale: Locale, { sessions, activity }: AccountTexts): string | undefined {
  if (event.byUs) return activity.byUs
  const device = event.browser || event.system ? deviceName(sessions, event) : null
  return [device, countryName(locale, event.country)].filter(Boolean).join(`${NO_BREAK}· `) || undefined
}

const lineOf = (event: OwnEvent, locale: Locale, texts: AccountTexts): Line => ({
  id: event.id,
  at: event.at,
  title: <span>{sentenceFor(event.type, texts)}</span>,
  more: originOf(event, locale, texts),
  tone: event.result === 'refused' ? 'warm' : event.byUs ? 'accent' : 'plain',
})

function Nothing({ texts }: { texts: AccountTexts['activity'] }) {
  return (
    <div className={`${card.card} ${card.empty}`}>
      <Icon shape="activity" />
      <strong>{texts.empty}</strong>
      <p>{texts.emptyMore}</p>
    </div>
  )
}

/** Events of the account, a page at a time. */
export default async function ActivityPage({ searchParams }: ActivityPageProps) {
  const [{ before }, locale, user] = await Promise.all([
    searchParams,
    requestLocale(),
    requireUser('/account/activity'),
  ])
  const ctx = pageContext()
  const end = typeof before === 'string' && /^[1-9]\d{0,14}$/.test(before) ? Number(before) : undefined
  const { events, next } = await readOwnEvents(ctx, user.id, end)
  const texts = accountTexts(locale)
  const { activity } = texts
  return (
    <AccountFrame user={user} section="activity">
      <Views current="events" texts={activity} />
      {events.length === 0 && <Nothing texts={activity} />}
      <Days
        lines={events.map((event) => lineOf(event, locale, texts))}
        now={ctx.now().toISOString()}
        locale={locale}
        texts={texts.time}
      />
      {(end !== undefined || next !== null) && (
        <nav className={styles.pager} aria-label={activity.title}>
          {end !== undefined && <a href="/account/activity">{activity.newest}</a>}
          {next !== null && (
            <a className={styles.older} href={`/account/activity?before=${next}`}>
              {activity.older}
            </a>
          )}
        </nav>
      )}
      <p className={card.small}>
        <span>{activity.doubt}</span> <a href="/account/security">{activity.doubtMore}</a>{' '}
        <span>{activity.kept}</span>
      </p>
    </AccountFrame>
  )
}
