import { Sentence } from '@/components/sentence'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import { type ActName, ADDRESS_ACTS } from '@/lib/operate/acts'
import type { Person } from '@/lib/operate/read'
import { ActForm, type ActFormProps } from '../act-form'
import styles from './acts.module.css'
import card from './card.module.css'

export type ActTexts = ActFormProps['texts']

type ActsProps = { person: Person; isSelf: boolean; texts: PeopleTexts; actTexts: ActTexts }

/** Acts that only the person can undo, or that reach their mailbox: an operator unfolds one before pressing its button. */
const FOLDED = new Set<ActName>(['send_reset', 'end_sessions', 'disable'])

/** The acts that make sense for this account now. */
function possibleActs(
  { emailVerified, disabledAt, suppression, sessions }: Person,
  isSelf: boolean,
): ActName[] {
  const isPending = !emailVerified && !disabledAt
  const offers: [ActName, boolean][] = [
    ['resend', isPending && !suppression],
    ['lift_suppression', suppression !== null],
    ['verify', isPending],
    ['send_reset', !disabledAt && !suppression],
    ['end_sessions', sessions.length > 0],
    ['disable', !disabledAt && !isSelf],
    ['enable', disabledAt !== null],
  ]
  return offers.filter(([, isPossible]) => isPossible).map(([act]) => act)
}

export function Acts({ person, isSelf, texts, actTexts }: ActsProps) {
  const acts = possibleActs(person, isSelf)
  if (acts.length === 0) return null
  return (
    <section className={card.card} aria-labelledby="acts">
      <h2 id="acts">{texts.acts}</h2>
      <p className={card.muted}>{texts.actsMore}</p>
      <ul className={styles.acts}>
        {acts.map((act) => {
          const { label, more } = texts.act[act]
          const isFolded = FOLDED.has(act)
          return (
            <li key={act}>
              <ActForm
                act={act}
                userId={person.id}
                email={ADDRESS_ACTS.has(act) ? person.email : undefined}
                look={isFolded && act !== 'send_reset' ? 'danger' : 'secondary'}
                label={label}
                texts={actTexts}
                isFolded={isFolded}
              >
                <p className={card.muted}>
                  <Sentence text={more} fill={{ email: <bdi>{person.email}</bdi> }} />
                </p>
              </ActForm>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
