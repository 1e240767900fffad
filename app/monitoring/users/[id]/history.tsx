import { Sentence } from '@/components/sentence'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import type { Person } from '@/lib/operate/read'
import { NEWEST_VISITS } from '@/lib/operate/read-history'
import { NEWEST_MESSAGES } from '@/lib/operate/read-messages'
import { Moment } from '../moment'
import card from './card.module.css'
import styles from './history.module.css'

type Event = Person['history']['events'][number]

/** Events of this account, or this person's acts on other accounts. */
type Side = 'about' | 'by'

type EventsProps = { events: Event[]; newest: number; side: Side; texts: PeopleTexts }

/** An event's name; its machine word if a later version wrote it. */
const wordsFor = (type: string, { events }: PeopleTexts): string =>
  Object.hasOwn(events, type) ? events[type as keyof typeof events] : type

const PersonLink = ({ id, name, texts }: { id: number; name: string | null; texts: PeopleTexts }) =>
  name === null ? (
    <span>{texts.gone}</span>
  ) : (
    <a href={`/monitoring/users/${id}`}>
      <bdi>{name}</bdi>
    </a>
  )

/** The event's author if it was not the person; in the list of a person's acts, the account acted on. */
function Other({ event, side, texts }: { event: Event; side: Side; texts: PeopleTexts }) {
  const { type, userId, userName, actorId, actorName, detail } = event
  if (type === 'people_listed') return <Sentence text={texts.pagesRead} fill={{ count: detail }} />
  if (side === 'by' && userId !== null) {
    const name = <PersonLink id={userId} name={userName} texts={texts} />
    return <Sentence text={texts.onPerson} fill={{ name }} />
  }
  if (actorId === null) return <span>{texts.bySystem}</span>
  if (actorId === userId) return null
  const name = <PersonLink id={actorId} name={actorName} texts={texts} />
  return <Sentence text={texts.byPerson} fill={{ name }} />
}

function Events({ events, newest, side, texts }: EventsProps) {
  return (
    <>
      <ol className={styles.history}>
        {events.map((event) => (
          <li key={event.id}>
            <span className={styles.when}>
              <Moment at={event.createdAt} />
            </span>
            <span>
              <span>{wordsFor(event.type, texts)}</span>{' '}
              <span className={styles.other}>
                <Other event={event} side={side} texts={texts} />
              </span>
            </span>
          </li>
        ))}
      </ol>
      {events.length === newest && (
        <p className={card.muted}>
          <Sentence text={texts.newestOnly} fill={{ count: newest }} />
        </p>
      )}
    </>
  )
}

type HistoryProps = { history: Person['history']; side: Side; texts: PeopleTexts }

/** Events, newest first; visits folded away below them. */
export function History({ history: { events, visits }, side, texts }: HistoryProps) {
  const id = `history-${side}`
  const [title, visitsTitle] =
    side === 'about' ? [texts.history, texts.visits] : [texts.ownActs, texts.ownVisits]
  return (
    <section className={card.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {events.length === 0 && <p className={card.muted}>{texts.noHistory}</p>}
      <Events events={events} newest={NEWEST_MESSAGES} side={side} texts={texts} />
      {visits.length > 0 && (
        <details className={styles.visits}>
          <summary>{visitsTitle}</summary>
          <Events events={visits} newest={NEWEST_VISITS} side={side} texts={texts} />
        </details>
      )}
    </section>
  )
}
