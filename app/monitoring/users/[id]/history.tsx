import chip from '@/components/chip/chip.module.css'
import { Sentence } from '@/components/sentence'
import { type EventType, NEW_DEVICE } from '@/lib/audit/types'
import { requestLocale } from '@/lib/http/page/request-locale'
import { clientName } from '@/lib/i18n/device'
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
function wordsFor(type: string, { events }: PeopleTexts): string {
  // A type without a text does not compile.
  const words: Record<EventType, string> = events
  return Object.hasOwn(words, type) ? words[type as EventType] : type
}

/** The client of an event, where it is known, and a browser that was new to the account. */
async function Origin({ event, texts }: { event: Event; texts: PeopleTexts }) {
  const locale = await requestLocale()
  const { browser, system, country, detail } = event
  const isNew = detail === NEW_DEVICE
  const isKnown = browser !== null || system !== null || country !== null
  if (!isKnown && !isNew) return null
  return (
    <span className={styles.origin}>
      {isKnown && <span>{clientName(texts, locale, { browser, system, country })}</span>}
      {isNew && (
        <span className={chip.chip} data-tone="warm">
          {texts.newDevice}
        </span>
      )}
    </span>
  )
}

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
  // Nobody was signed in: a refused sign-in is nobody's, and no command on the server.
  if (actorId === null && event.result === 'refused') return null
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
              <span data-result={event.result}>{wordsFor(event.type, texts)}</span>{' '}
              <span className={styles.other}>
                <Other event={event} side={side} texts={texts} />
              </span>
              <Origin event={event} texts={texts} />
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

const TITLES = {
  about: { events: 'history', visits: 'visits', looks: 'looks' },
  by: { events: 'ownActs', visits: 'ownVisits', looks: 'ownLooks' },
} as const

/** Events, newest first; below them, folded away, comings and goings, and looks of operators. */
export function History({ history, side, texts }: HistoryProps) {
  const id = `history-${side}`
  return (
    <section className={card.card} aria-labelledby={id}>
      <h2 id={id}>{texts[TITLES[side].events]}</h2>
      {history.events.length === 0 && <p className={card.muted}>{texts.noHistory}</p>}
      <Events events={history.events} newest={NEWEST_MESSAGES} side={side} texts={texts} />
      {(['visits', 'looks'] as const).map(
        (kind) =>
          history[kind].length > 0 && (
            <details key={kind} className={styles.visits}>
              <summary>{texts[TITLES[side][kind]]}</summary>
              <Events events={history[kind]} newest={NEWEST_VISITS} side={side} texts={texts} />
            </details>
          ),
      )}
    </section>
  )
}
