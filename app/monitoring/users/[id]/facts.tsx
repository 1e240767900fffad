import type { ReactNode } from 'react'
import { Address } from '@/components/address'
import { LocalTime } from '@/components/local-time'
import { Sentence } from '@/components/sentence'
import { requestLocale } from '@/lib/http/page/request-locale'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import type { Person } from '@/lib/operate/read'
import { Moment } from '../moment'
import card from './card.module.css'
import styles from './facts.module.css'
import { MessageState } from './messages'

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The address that waits for its proof, with its mail, and the former one that can still be taken back. */
function Addresses({ person: { pending, undo, messages }, texts }: { person: Person; texts: PeopleTexts }) {
  if (!pending && !undo) return null
  const mail = messages.find(({ kind }) => kind === 'email_change')
  return (
    <dl className={styles.addresses}>
      {pending && (
        <Fact name={texts.pendingAddress}>
          <Address email={pending.email} /> {mail && <MessageState message={mail} texts={texts} />}
          <span className={card.muted}>
            <Sentence text={texts.pendingUntil} fill={{ when: <Moment at={pending.until} /> }} />
          </span>
        </Fact>
      )}
      {undo && (
        <Fact name={texts.formerAddressOpen}>
          <Address email={undo.email} />
          <span className={card.muted}>
            <Sentence text={texts.undoUntil} fill={{ when: <Moment at={undo.until} /> }} />
          </span>
        </Fact>
      )}
    </dl>
  )
}

/** The second factor, and the wait of somebody who says that it is lost. */
function Factors({ person, texts }: { person: Person; texts: PeopleTexts['factors'] }) {
  const { secondFactorSince, passkeys, removal } = person
  if (!secondFactorSince && passkeys === 0) return <span>{texts.none}</span>
  return (
    <>
      {secondFactorSince && (
        <span>
          <Sentence text={texts.app} fill={{ when: <Moment at={secondFactorSince} /> }} />
        </span>
      )}{' '}
      {passkeys > 0 && <Sentence text={texts.passkeys} fill={{ count: passkeys }} />}
      {removal && (
        <span className={card.muted}>
          <Sentence
            text={texts.lost}
            fill={{ when: <Moment at={removal.requestedAt} />, due: <Moment at={removal.dueAt} /> }}
          />
        </span>
      )}
    </>
  )
}

/** The account's own facts: number, dates, language, suppression. */
export async function Facts({ person, texts }: { person: Person; texts: PeopleTexts }) {
  const locale = await requestLocale()
  const { suppression, disabledAt } = person
  return (
    <section className={card.card} aria-labelledby="account">
      <h2 id="account">{texts.account}</h2>
      <dl className={styles.facts}>
        <Fact name={texts.number}>{person.id}</Fact>
        <Fact name={texts.created}>
          <LocalTime iso={person.createdAt.toISOString()} locale={locale} />
        </Fact>
        <Fact name={texts.seen}>
          <Moment at={person.lastSeenAt} never={texts.neverSeen} />
        </Fact>
        <Fact name={texts.language}>{texts.languages[person.locale]}</Fact>
        <Fact name={texts.factors.name}>
          <Factors person={person} texts={texts.factors} />
        </Fact>
        {disabledAt && (
          <Fact name={texts.disabledSince}>
            <Moment at={disabledAt} />
          </Fact>
        )}
        {person.refusedSignIns > 0 && (
          <Fact name={texts.refusedSignIns}>
            <Sentence text={texts.refusedRecently} fill={{ count: person.refusedSignIns }} />
          </Fact>
        )}
      </dl>
      <Addresses person={person} texts={texts} />
      {suppression && (
        <p className={styles.warning}>
          <Sentence
            text={texts.suppressionReasons[suppression.reason]}
            fill={{ when: <Moment at={suppression.createdAt} /> }}
          />
        </p>
      )}
    </section>
  )
}
