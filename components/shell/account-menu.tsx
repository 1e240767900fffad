'use client'

import button from '@/components/button/button.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { useForm } from '@/components/form/use-form'
import { useSessionGuard } from '@/components/session/use-session-guard'
import styles from './account-menu.module.css'

type AccountMenuProps = {
  email: string
  /** Link to the operators' pages; absent for everybody else. */
  operators?: { href: string; label: string }
  texts: Record<'account' | 'signOut' | 'unreachable', string>
}

/** Signed-in address, which leads to the account, and sign-out. A failed sign-out is shown: the session still lives. */
export function AccountMenu({ email, operators, texts }: AccountMenuProps) {
  useSessionGuard(email)
  const { state, pending, props } = useForm({
    actions: ['/api/auth/logout'],
    unreachable: texts.unreachable,
    onDone: () => location.assign('/login'),
  })
  return (
    <div className={styles.account}>
      <a className={styles.own} href="/account">
        <span className={styles.spoken}>{texts.account}</span> <bdi>{email}</bdi>
      </a>
      {operators && (
        <a className={`${button.quiet} ${styles.operators}`} href={operators.href}>
          {operators.label}
        </a>
      )}
      <form {...props}>
        <PlainFormFields namesPage />
        <FormAlert refusal={state.refusal} />
        <button className={button.quiet} type="submit" aria-disabled={pending || undefined}>
          {texts.signOut}
        </button>
      </form>
    </div>
  )
}
