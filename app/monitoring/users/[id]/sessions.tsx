import chip from '@/components/chip/chip.module.css'
import { Sentence } from '@/components/sentence'
import { requestLocale } from '@/lib/http/page/request-locale'
import { clientName } from '@/lib/i18n/device'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import type { Person } from '@/lib/operate/read'
import { ActForm } from '../act-form'
import { Moment } from '../moment'
import type { ActTexts } from './acts'
import card from './card.module.css'
import styles from './sessions.module.css'

type SessionsProps = {
  person: Person
  /** The session that looks at this page. */
  current: string
  texts: PeopleTexts
  actTexts: ActTexts
}

/** The open sessions, each by its client. */
export async function Sessions({ person, current, texts, actTexts }: SessionsProps) {
  const locale = await requestLocale()
  return (
    <section className={card.card} aria-labelledby="sessions">
      <h2 id="sessions">{texts.sessions}</h2>
      {person.sessions.length === 0 && <p className={card.muted}>{texts.noSessions}</p>}
      <ul>
        {person.sessions.map(({ id, createdAt, lastSeenAt, bound, ...client }, index) => (
          <li key={id} className={styles.session}>
            <p>
              <span>
                <strong>{clientName(texts, locale, client)}</strong>{' '}
                {id === current && (
                  <span className={`${chip.chip} ${styles.current}`} data-tone="accent">
                    {texts.thisSession}
                  </span>
                )}
              </span>{' '}
              <span className={card.muted}>
                {bound && <span>{`${texts.boundSession} · `}</span>}
                <Sentence text={texts.opened} fill={{ when: <Moment at={createdAt} /> }} />
                <span>{' · '}</span>
                {lastSeenAt ? (
                  <Sentence text={texts.lastUsed} fill={{ when: <Moment at={lastSeenAt} /> }} />
                ) : (
                  <span>{texts.neverUsed}</span>
                )}
              </span>
            </p>
            <ActForm
              act="end_session"
              userId={person.id}
              sessionId={id}
              look="quiet"
              label={texts.act.end_session.label}
              description={`${texts.act.end_session.label} (${index + 1})`}
              texts={actTexts}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
