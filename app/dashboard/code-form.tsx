'use client'

import button from '@/components/button/button.module.css'
import { fieldAnswer } from '@/components/form/answer'
import { Field } from '@/components/form/field'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { useForm } from '@/components/form/use-form'
import styles from './code-form.module.css'
import type { NoticeTexts } from './notice-texts'

type CodeFormProps = {
  texts: NoticeTexts
  /** Called when the server answered: the address may be verified now. */
  onAnswer: () => void
}

/** Takes the code of the verification e-mail, for a person who reads it on another device. */
export function CodeForm({ texts, onAnswer }: CodeFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/auth/verify-email/code'],
    unreachable: texts.unreachable,
    onAnswer,
  })
  const { refusal } = state
  const { fault, ...field } = fieldAnswer(state, 'code')
  const isAtField = refusal?.code === 'invalid_code' || fault !== undefined
  return (
    <form {...props} className={styles.form}>
      <PlainFormFields />
      <FormAlert refusal={isAtField ? undefined : refusal} />
      <div className={styles.row}>
        <Field
          {...field}
          name="code"
          label={texts.code}
          fault={fault ?? (isAtField ? refusal?.detail : undefined)}
          isFirstFault={isAtField}
          className={styles.code}
          type="text"
          inputMode="text"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          placeholder="WDJB-MJHT"
          size={9}
          required
        />
        <button className={button.secondary} type="submit" aria-disabled={pending || undefined}>
          {pending ? texts.codeChecking : texts.codeSubmit}
        </button>
      </div>
    </form>
  )
}
