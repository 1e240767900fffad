import styles from './address.module.css'

/** An e-mail address that breaks after its `@`, and not as `exemple.co`, `m`. */
export function Address({ email }: { email: string }) {
  const domain = email.lastIndexOf('@') + 1
  return (
    <bdi className={styles.address}>
      <span>{email.slice(0, domain)}</span>
      <span>{email.slice(domain)}</span>
    </bdi>
  )
}
