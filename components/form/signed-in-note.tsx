import { Sentence } from '@/components/sentence'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from './form.module.css'

/** A note on pages that start a session: somebody is signed in already, and who. */
export function SignedInNote({ email, texts }: { email: string; texts: PageTexts['form'] }) {
  return (
    <p className={styles.note}>
      <Sentence text={texts.signedIn} fill={{ email: <bdi>{email}</bdi> }} />{' '}
      <a href="/dashboard">{texts.openDashboard}</a>
    </p>
  )
}
