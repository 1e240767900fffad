import type { ComponentProps, ReactNode } from 'react'
import type { Intent } from '../flow-state'

export type FormProps = Pick<ComponentProps<'form'>, 'action' | 'onSubmit'>

type VerificationFormProps = { intent: Intent; token: string; form: FormProps; children: ReactNode }

/** One request about the link, as a form: it works before the page's scripts do. */
export function VerificationForm({ intent, token, form, children }: VerificationFormProps) {
  return (
    <form {...form}>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="token" value={token} />
      {children}
    </form>
  )
}
