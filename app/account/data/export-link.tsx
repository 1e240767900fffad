'use client'

import { useEffect, useState } from 'react'
import button from '@/components/button/button.module.css'
import type { AccountTexts } from '@/lib/i18n/texts/account/account'
import styles from './data.module.css'

const EXPORT = '/api/account/export'
const CONFIRM = `/account/confirm?next=${encodeURIComponent('/account/data')}`

type ExportLinkProps = {
  /** Milliseconds for which the proof stays fresh; 0: it is not. */
  freshFor: number
  texts: AccountTexts['data']
}

/** The way to the file; to the password, once the session's proof is not fresh any more. */
export function ExportLink({ freshFor, texts }: ExportLinkProps) {
  const [isStale, setStale] = useState(false)
  useEffect(() => {
    setStale(false)
    const timer = setTimeout(() => setStale(true), freshFor)
    return () => clearTimeout(timer)
  }, [freshFor])
  const isFresh = freshFor > 0 && !isStale
  return (
    <p className={styles.download}>
      <a className={button.primary} href={isFresh ? EXPORT : CONFIRM} download={isFresh || undefined}>
        {texts.download}
      </a>
      <span>{isFresh ? texts.fileType : texts.confirmFirst}</span>
    </p>
  )
}
