import { signOut } from '@/app/sign-out'
import button from '@/components/button/button.module.css'
import styles from './shell.module.css'

/** Who is signed in, and the way out. */
export function AccountMenu({
  email,
  label,
  signOutLabel,
}: Record<'email' | 'label' | 'signOutLabel', string>) {
  return (
    <div className={styles.account}>
      <span className={styles.email} title={label}>
        <bdi>{email}</bdi>
      </span>
      <form action={signOut}>
        <button className={button.quiet} type="submit">
          {signOutLabel}
        </button>
      </form>
    </div>
  )
}
