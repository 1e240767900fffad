import { Sentence } from '@/components/sentence'
import { errorSentence } from '@/lib/i18n/texts/errors'
import type { DeadMailTexts } from '@/lib/i18n/texts/operate/dead-mail'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import type { Locale } from '@/lib/kernel/locale'
import type { DeadMessage } from '@/lib/operate/dead-mail/read'
import room from '../room.module.css'
import { type ActTexts, RoomAct } from '../room-act'
import card from '../users/[id]/card.module.css'
import { Moment } from '../users/moment'
import styles from './emails.module.css'

type MessagesProps = {
  messages: DeadMessage[]
  kinds: PeopleTexts['kinds']
  locale: Locale
  texts: DeadMailTexts
  actTexts: ActTexts
}

function Facts({ message, kinds, texts }: Pick<MessagesProps, 'kinds' | 'texts'> & { message: DeadMessage }) {
  const { userId, name, kind, cause, createdAt, attempts } = message
  return (
    <>
      <p className={room.line}>
        <strong>{kinds[kind]}</strong>
        {userId !== null && (
          <Sentence
            text={texts.person}
            fill={{
              name: (
                <a href={`/monitoring/users/${userId}`}>
                  <bdi>{name}</bdi>
                </a>
              ),
            }}
          />
        )}
        <code>{cause}</code>
      </p>
      <p className={card.muted}>
        <Sentence text={texts.written} fill={{ when: <Moment at={createdAt} /> }} />
        {attempts > 1 && (
          <>
            <span>{' · '}</span>
            <Sentence text={texts.tries} fill={{ count: attempts }} />
          </>
        )}
      </p>
    </>
  )
}

/** Messages that died, the newest first; each is sent again by its button, or says why it cannot be. */
export function Messages({ messages, kinds, locale, texts, actTexts }: MessagesProps) {
  const { label } = texts.act.resend
  return (
    <ul className={styles.list}>
      {messages.map((message) => (
        <li key={message.id}>
          <div>
            <Facts message={message} kinds={kinds} texts={texts} />
            {message.obstacle && (
              <p className={card.muted}>
                <span>{texts.byHand}</span> <span>{errorSentence(locale, message.obstacle)}</span>
              </p>
            )}
          </div>
          {!message.obstacle && (
            <RoomAct
              room="emails"
              act="resend"
              about={{ id: message.id }}
              look="quiet"
              label={label}
              description={`${label} : ${kinds[message.kind]}, ${message.id}`}
              texts={actTexts}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
