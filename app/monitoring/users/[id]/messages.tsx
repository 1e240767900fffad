import chip from '@/components/chip/chip.module.css'
import { Sentence } from '@/components/sentence'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import type { Person } from '@/lib/operate/read'
import { Moment } from '../moment'
import card from './card.module.css'
import styles from './messages.module.css'

type Message = Person['messages'][number]
type State = keyof PeopleTexts['states']

const TONES: Record<State, string> = {
  queued: 'accent',
  sending: 'accent',
  sent: 'good',
  delayed: 'warm',
  delivered: 'good',
  softBounced: 'warm',
  hardBounced: 'bad',
  complained: 'bad',
  dead: 'bad',
}

const stateOf = ({ status, bounceType }: Message): State => {
  if (status !== 'bounced') return status
  return bounceType === 'hard' ? 'hardBounced' : 'softBounced'
}

function Reports({ reports, texts }: { reports: Message['reports']; texts: PeopleTexts }) {
  if (reports.length === 0) return null
  return (
    <ol className={styles.reports} aria-label={texts.reports}>
      {reports.map(({ id, type, reason, occurredAt }) => (
        <li key={id}>
          <span>{texts.reportTypes[type]}</span>
          {reason && <code>{reason}</code>} <Moment at={occurredAt} />
        </li>
      ))}
    </ol>
  )
}

/** State of a message, in colour. */
export function MessageState({ message, texts }: { message: Message; texts: PeopleTexts }) {
  const state = stateOf(message)
  return (
    <span className={chip.chip} data-tone={TONES[state]}>
      {texts.states[state]}
    </span>
  )
}

function MessageRow({ message, texts }: { message: Message; texts: PeopleTexts }) {
  return (
    <li className={styles.message}>
      <p>
        <strong>{texts.kinds[message.kind]}</strong>
        <MessageState message={message} texts={texts} />
        {message.lastError && <code>{message.lastError}</code>}
      </p>
      <p className={card.muted}>
        <Sentence text={texts.queuedAt} fill={{ when: <Moment at={message.createdAt} /> }} />
        {message.attempts > 1 && (
          <>
            <span>{' · '}</span>
            <Sentence text={texts.attempts} fill={{ count: message.attempts }} />
          </>
        )}
        {message.isToFormerAddress && <span>{` · ${texts.formerAddress}`}</span>}
      </p>
      <Reports reports={message.reports} texts={texts} />
    </li>
  )
}

/** Messages to this account: kind, state, and the provider's reports. */
export function Messages({ messages, texts }: { messages: Message[]; texts: PeopleTexts }) {
  return (
    <section className={card.card} aria-labelledby="messages">
      <h2 id="messages">{texts.messages}</h2>
      {messages.length === 0 && <p className={card.muted}>{texts.noMessages}</p>}
      <ul>
        {messages.map((message) => (
          <MessageRow key={message.id} message={message} texts={texts} />
        ))}
      </ul>
    </section>
  )
}
