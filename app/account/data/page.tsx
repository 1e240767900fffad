import type { Metadata } from 'next'
import { LocalTime } from '@/components/local-time'
import { Sentence } from '@/components/sentence'
import { currentSession } from '@/lib/http/page/current-user'
import { requireUser } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { accountTexts } from '@/lib/i18n/texts/account/account'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { LIFETIMES } from '@/lib/kernel/lifetimes'
import card from '../card.module.css'
import { AccountFrame } from '../frame/frame'
import { ownAccount } from '../own-account'
import styles from './data.module.css'
import { DeleteForm } from './delete-form'
import { ExportLink } from './export-link'

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await requestLocale()).data.title }
}

/** Milliseconds for which the session's proof stays fresh; 0: it is not. */
async function freshFor(): Promise<number> {
  const session = await currentSession()
  const age = session ? pageContext().now().getTime() - session.passwordAt.getTime() : LIFETIMES.freshProof
  return Math.max(0, LIFETIMES.freshProof - age)
}

/** The export of the person's data, and the end of the account. */
export default async function DataPage() {
  const [locale, user] = await Promise.all([requestLocale(), requireUser('/account/data')])
  const [{ undoUntil }, fresh, session] = await Promise.all([ownAccount(user), freshFor(), currentSession()])
  const { data: texts } = accountTexts(locale)
  const { form, proof } = pageTexts(locale)
  return (
    <AccountFrame user={user} section="data">
      <section className={card.card} aria-labelledby="export">
        <h2 id="export">{texts.export}</h2>
        <p className={card.muted}>{texts.exportMore}</p>
        <ul className={styles.list}>
          <li>{texts.exportProfile}</li>
          <li>{texts.exportSessions}</li>
          <li>{texts.exportMessages}</li>
        </ul>
        <p className={card.small}>{texts.exportSecrets}</p>
        <ExportLink freshFor={fresh} texts={texts} />
      </section>
      <section className={`${card.card} ${styles.end}`} aria-labelledby="delete">
        <h2 id="delete">{texts.delete}</h2>
        {undoUntil ? (
          <p className={card.muted}>
            <Sentence text={texts.undoOpen} fill={{ when: <LocalTime iso={undoUntil} locale={locale} /> }} />
          </p>
        ) : (
          <>
            <p className={card.muted}>{texts.deleteMore}</p>
            <DeleteForm
              email={user.email}
              isProofFresh={fresh > 0}
              byCode={session?.factors.totp === true}
              texts={{ ...texts, form, proof }}
            />
          </>
        )}
      </section>
    </AccountFrame>
  )
}
