import type { ComponentProps, ReactNode } from 'react'
import { PlainFormFields } from '@/components/form/form-page'
import { ACTIONS, type Intent } from '../flow-state'

export type FormProps = Pick<ComponentProps<'form'>, 'onSubmit'>

type VerificationFormProps = { intent: Intent; token: string; form: FormProps; children: ReactNode }

/** One request about the link, as a form: it works before the page's scripts do. */
export function VerificationForm({ intent, token, form, children }: VerificationFormProps) {
  return (
    <form {...form} action={ACTIONS[intent]} method="post">
      <input type="hidden" name="token" value={token} />
      <PlainFormFields />
      {children}
    </form>
  )
}
