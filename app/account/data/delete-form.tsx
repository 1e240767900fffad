'use client'

import { Address } from '@/components/address'
import button from '@/components/button/button.module.css'
import { fieldAnswer } from '@/components/form/answer'
import { EmailField } from '@/components/form/email-field'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { useForm } from '@/components/form/use-form'
import { Sentence } from '@/components/sentence'
import type { AccountTexts } from '@/lib/i18n/texts/account/account'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import card from '../card.module.css'
import styles from './data.module.css'

type DeleteFormProps = {
  email: string
  isProofFresh: boolean
  byCode: boolean
  texts: AccountTexts['data'] & Pick<PageTexts, 'form' | 'proof'>
}

/** Deletes the account, for whoever unfolds it, reads what happens, and types the address. */
export function DeleteForm({ email, isProofFresh, byCode, texts }: DeleteFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/account'],
    unreachable: texts.form.unreachable,
    onDone: () => location.replace('/goodbye'),
  })
  const { refusal } = state
  return (
    <details className={card.fold} data-tone="bad" open={refusal !== undefined}>
      <summary>{texts.deleteOpen}</summary>
      <p>{texts.happens}</p>
      <ul className={styles.list}>
        <li>{texts.happensSignedOut}</li>
        <li>{texts.happensErased}</li>
        <li>{texts.happensFree}</li>
        <li>{texts.happensMail}</li>
        <li>{texts.happensKept}</li>
      </ul>
      <p className={styles.final}>{texts.final}</p>
      <p>{texts.exportFirst}</p>
      <form {...props} className={form.form}>
        <FormAlert refusal={asksForProof(refusal) ? undefined : refusal} />
        <EmailField
          {...fieldAnswer(state, 'email')}
          label={<Sentence text={texts.typed} fill={{ email: <Address email={email} /> }} />}
          autoComplete="off"
          required
        />
        <ProofField state={state} needed={!isProofFresh} byCode={byCode} id="delete-password" texts={texts} />
        <MethodField method="DELETE" />
        <PlainFormFields />
        <button className={button.danger} type="submit" aria-disabled={pending || undefined}>
          {pending ? texts.deleting : texts.submit}
        </button>
      </form>
    </details>
  )
}
