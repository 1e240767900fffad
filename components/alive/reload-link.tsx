'use client'

import { useFormPage } from '@/components/form/form-page'
import styles from './alive.module.css'
import { useAlive } from './use-alive'

/** Link that loads the page anew; shown where no script keeps the page up to date. */
export function ReloadLink({ label }: { label: string }) {
  const isAlive = useAlive()
  const { page } = useFormPage()
  return isAlive ? null : (
    <a className={styles.fallback} href={page}>
      {label}
    </a>
  )
}
