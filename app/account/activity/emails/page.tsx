import type { Metadata } from 'next'
import chip from '@/components/chip/chip.module.css'
import type { OwnMessage } from '@/lib/email/report/read-own'
import { requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { type AccountTexts, accountTexts } from '@/lib/i18n/texts/account/account'
import card from '../../card.module.css'
import { AccountFrame } from '../../frame/frame'
import { Icon } from '../../frame/glyph'
import { MAIL_TONES, mailStanding } from '../../mail-standing'
import { ownAccount } from '../../own-account'
import styles from '../activity.module.css'
import { Days, type Line } from '../days'
import { Views } from '../views'

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await requestLocale()).activity.emails }
}

function lineOf(message: OwnMessage, { activity, mail }: AccountTexts): Line {
  const standing = mailStanding(message)
  const { kinds } = activity
  return {
    id: message.id,
    at: message.createdAt,
    title: (
      <span className={styles.message}>
        <span>{message.kind === 'canary' ? '' : kinds[message.kind]}</span>
        <span className={chip.chip} data-tone={MAIL_TONES[standing]} data-dot>
          {mail[standing]}
        </span>
      </span>
    ),
    more: message.toPresentAddress ? undefined : activity.otherAddress,
  }
}

/** The messages to the person, and what became of each. */
export default async function EmailsPage() {
  const [locale, user] = await Promise.all([requestLocale(), requireUser('/account/activity/emails')])
  const { messages } = await ownAccount(user)
  const texts = accountTexts(locale)
  const { activity } = texts
  return (
    <AccountFrame user={user} section="activity">
      <Views current="emails" texts={activity} />
      {messages.length === 0 && (
        <div className={`${card.card} ${card.empty}`}>
          <Icon shape="activity" />
          <strong>{activity.emailsEmpty}</strong>
          <p>{activity.emailsEmptyMore}</p>
        </div>
      )}
      <Days
        lines={messages.map((message) => lineOf(message, texts))}
        now={pageContext().now().toISOString()}
        locale={locale}
        texts={texts.time}
      />
      {messages.length > 0 && <p className={card.small}>{activity.emailsLead}</p>}
    </AccountFrame>
  )
}
