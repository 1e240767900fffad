'use client'

import { Address } from '@/components/address'
import { ReloadLink } from '@/components/alive/reload-link'
import { useAlive } from '@/components/alive/use-alive'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from './mail-state.module.css'
import { NEXT } from './next-texts'
import { isMoving, type Standing } from './standing'

type MailStateProps = { standing: Standing; email: string; texts: PageTexts['dashboard'] }

/** State of the verification e-mail, and the next step. */
export function MailState({ standing, email, texts }: MailStateProps) {
  const isAlive = useAlive()
  return (
    <>
      <dl className={styles.mail}>
        <dt>
          <span>{texts.mailTo}</span>{' '}
          <span className={styles.address}>
            <Address email={email} />
          </span>
        </dt>
        <dd key={standing} className={styles.pill} data-state={standing}>
          {texts[standing]}
        </dd>
      </dl>
      <p key={NEXT[standing]} className={styles.next}>
        <span>{texts[NEXT[standing]]}</span>{' '}
        {isMoving(standing) &&
          (isAlive ? <span>{texts.keepOpen}</span> : <ReloadLink label={texts.reload} />)}
      </p>
    </>
  )
}
