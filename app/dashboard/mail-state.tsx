import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from './mail-state.module.css'
import { NEXT } from './next-texts'
import type { Standing } from './standing'

type MailStateProps = { standing: Standing; email: string; texts: PageTexts['dashboard'] }

/** State of the verification e-mail, and the next step. */
export function MailState({ standing, email, texts }: MailStateProps) {
  return (
    <>
      <dl className={styles.mail}>
        <dt>
          {texts.mailTo} <bdi className={styles.address}>{email}</bdi>
        </dt>
        <dd className={styles.pill} data-state={standing}>
          {texts[standing]}
        </dd>
      </dl>
      <p className={styles.next}>{texts[NEXT[standing]]}</p>
    </>
  )
}
