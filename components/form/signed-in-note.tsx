import { Sentence } from '@/components/sentence'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from './form.module.css'

/** On the pages that start a session: says that there is one already, and whose. */
export function SignedInNote({ email, texts }: { email: string; texts: PageTexts['form'] }) {
  return (
    <p className={styles.note}>
      <Sentence text={texts.signedIn} fill={{ email: <bdi>{email}</bdi> }} />{' '}
      <a href="/dashboard">{texts.openDashboard}</a>
    </p>
  )
}
