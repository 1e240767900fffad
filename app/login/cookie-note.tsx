'use client'

import styles from '@/components/form/form.module.css'
import { useBrowserValue } from '@/components/use-browser-value'

/** Without cookies a right password only leads back to the form; better to say so first (ASVS 3.7.5). */
export function CookieNote({ text }: { text: string }) {
  const hasCookies = useBrowserValue(() => navigator.cookieEnabled, true)
  return hasCookies ? null : <p className={styles.note}>{text}</p>
}
