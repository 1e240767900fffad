'use client'

import styles from '@/components/form/form.module.css'
import { Sentence } from '@/components/sentence'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { useSessionGuard } from './use-session-guard'

type SignedInNoteProps = { email: string; texts: PageTexts['form'] }

/** A note on pages that start a session: somebody is signed in already, and who. */
export function SignedInNote({ email, texts }: SignedInNoteProps) {
  useSessionGuard(email)
  return (
    <p className={styles.note}>
      <Sentence text={texts.signedIn} fill={{ email: <bdi>{email}</bdi> }} />{' '}
      <a href="/dashboard">{texts.openDashboard}</a>
    </p>
  )
}
