import type { ComponentProps, ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import type { AddressTexts } from '@/lib/i18n/texts/address/address'
import styles from './question.module.css'

type QuestionProps = {
  action: string
  token: string
  onSubmit: ComponentProps<'form'>['onSubmit']
  refusal: ComponentProps<typeof FormAlert>['refusal']
  pending: boolean
  /** Effects of "this was not me". */
  effects: ReactNode
  texts: AddressTexts['question']
}

/**
 * "Was this you?", with both answers and what follows from each. A mail scanner that clicks on everything in the order of the
 * page ends at "yes", and one that begins at the end finds a button without an answer: neither changes anything. It
 * works without JavaScript, and for a person it is two taps.
 */
export function Question({ action, token, onSubmit, refusal, pending, effects, texts }: QuestionProps) {
  return (
    <form action={action} method="post" onSubmit={onSubmit}>
      <FormAlert refusal={refusal} />
      <fieldset className={styles.answers}>
        <legend>{texts.legend}</legend>
        <label className={styles.answer}>
          <input type="radio" name="answer" value="not_me" required />
          <span>
            <strong>{texts.notMe}</strong>
            <span className={styles.effects}>{effects}</span>
          </span>
        </label>
        <label className={styles.answer}>
          <input type="radio" name="answer" value="me" required />
          <span>
            <strong>{texts.me}</strong>
            <span className={styles.effects}>{texts.meMore}</span>
          </span>
        </label>
      </fieldset>
      <input type="hidden" name="token" value={token} />
      <PlainFormFields />
      <button className={button.primary} type="submit" aria-disabled={pending || undefined}>
        {pending ? texts.pending : texts.submit}
      </button>
    </form>
  )
}
