'use client'

import button from '@/components/button/button.module.css'
import type { FormAction } from '@/components/form/answer'
import { FormAlert } from '@/components/form/form-alert'
import { useApiForm } from '@/components/form/use-api-form'
import styles from './account-menu.module.css'

type AccountMenuProps = {
  email: string
  /** Link to the operators' pages; absent for everybody else. */
  operators?: { href: string; label: string }
  /** Ends the session, for a browser without JavaScript. */
  signOut: FormAction
  texts: Record<'account' | 'signOut' | 'unreachable', string>
}

/** Signed-in address and sign-out. A failed sign-out is shown: the session still lives. */
export function AccountMenu({ email, operators, signOut, texts }: AccountMenuProps) {
  const { state, pending, props } = useApiForm({
    path: '/api/auth/logout',
    fields: [],
    action: signOut,
    unreachable: texts.unreachable,
    onDone: () => location.assign('/login'),
  })
  return (
    <div className={styles.account}>
      <p className={styles.email}>
        <span className={styles.spoken}>{texts.account}</span> <bdi>{email}</bdi>
      </p>
      {operators && (
        <a className={button.quiet} href={operators.href}>
          {operators.label}
        </a>
      )}
      <form {...props}>
        <FormAlert refusal={state.refusal} />
        <button className={button.quiet} type="submit" aria-disabled={pending || undefined}>
          {texts.signOut}
        </button>
      </form>
    </div>
  )
}
