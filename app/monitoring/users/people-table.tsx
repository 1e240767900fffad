import { Sentence } from '@/components/sentence'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import type { PersonSummary } from '@/lib/operate/find'
import { Moment } from './moment'
import styles from './people-table.module.css'
import { PersonChips } from './person-chips'

/** Accounts, one a row; on a phone the times stand below the name. */
export function PeopleTable({ people, texts }: { people: PersonSummary[]; texts: PeopleTexts }) {
  return (
    <table className={styles.table} aria-labelledby="list">
      <thead>
        <tr>
          <th scope="col">{texts.account}</th>
          <th scope="col">{texts.state}</th>
          <th scope="col" className={styles.time}>
            {texts.created}
          </th>
          <th scope="col" className={styles.time}>
            {texts.seen}
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              <a href={`/monitoring/users/${person.id}`}>
                <bdi>{person.name}</bdi>
              </a>
              <bdi className={styles.email}>{person.email}</bdi>
              <span className={styles.times}>
                <span>{texts.created}</span> <Moment at={person.createdAt} /> <span>·</span>{' '}
                <span>{texts.seen}</span> <Moment at={person.lastSeenAt} never={texts.neverSeen} />
              </span>
            </th>
            <td>
              <PersonChips person={person} texts={texts} />
            </td>
            <td className={styles.time}>
              <Moment at={person.createdAt} />
            </td>
            <td className={styles.time}>
              <Moment at={person.lastSeenAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The list's title: the newest accounts, or the search. */
export const ListHeading = ({ term, texts }: { term: string; texts: PeopleTexts }) => (
  <h2 id="list" className={styles.listHeading}>
    {term === '' ? texts.newest : <Sentence text={texts.results} fill={{ term: <bdi>{term}</bdi> }} />}
  </h2>
)
