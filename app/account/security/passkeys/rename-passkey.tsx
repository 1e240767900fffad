'use client'

import { useRouter } from 'next/navigation'
import { fieldAnswer } from '@/components/form/answer'
import { Field } from '@/components/form/field'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import card from '../../card.module.css'
import type { PasskeyTexts } from './passkey-texts'

type RenamePasskeyProps = { id: string; name: string; texts: PasskeyTexts }

/** Gives a passkey another name. */
export function RenamePasskey({ id, name, texts }: RenamePasskeyProps) {
  const router = useRouter()
  const { passkeys } = texts
  const { state, pending, props } = useForm({
    actions: [`/api/account/passkeys/${id}`],
    isOwn: ({ method }) => method === 'PATCH',
    unreachable: texts.form.unreachable,
    onAnswer: () => router.refresh(),
  })
  const { refusal } = state
  const field = fieldAnswer(state, 'name')
  return (
    <details className={card.fold} open={refusal !== undefined}>
      <summary>{passkeys.rename}</summary>
      <form {...props} className={form.form}>
        <FormAlert refusal={field.fault ? undefined : refusal} />
        <Field
          {...field}
          id={`name-${id}`}
          name="name"
          label={passkeys.name}
          defaultValue={field.defaultValue ?? name}
          type="text"
          autoComplete="off"
          maxLength={60}
          required
        />
        <MethodField method="PATCH" />
        <PlainFormFields />
        <SubmitButton label={passkeys.save} busy={passkeys.saving} pending={pending} />
      </form>
    </details>
  )
}
