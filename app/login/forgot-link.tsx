'use client'

import { carryEmail } from '@/app/forgot-password/carried-email'
import styles from './forgot-link.module.css'

/** Leads to a new password, and takes the typed address along. */
export function ForgotLink({ label }: { label: string }) {
  function carry(link: HTMLAnchorElement) {
    const field = link.closest('form')?.elements.namedItem('email')
    if (field instanceof HTMLInputElement) carryEmail(field.value)
  }
  return (
    <a className={styles.link} href="/forgot-password" onClick={(event) => carry(event.currentTarget)}>
      {label}
    </a>
  )
}
