'use client'

import type { PageTexts } from '@/lib/i18n/texts/pages'
import { CodeField } from '../factor/code-field'
import { type FormState, fieldAnswer, type Refusal } from './answer'
import styles from './form.module.css'
import { useFormPage } from './form-page'
import { PasswordField } from './password-field'

/** Whether a refusal asks for the password, or says that it was wrong. */
export const asksForProof = (refusal: Refusal | undefined): boolean =>
  refusal?.code === 'proof_needed' || refusal?.code === 'password_needed'

type ProofFieldProps = {
  state: FormState
  /** The page knows that the proof is not fresh any more (`hasFreshProof`), and asks at once. */
  needed?: boolean
  /** The account's second step is on, so that a code is the proof. */
  byCode?: boolean
  /** Tells apart the fields of several forms on one page. */
  id?: string
  label?: string
  texts: Pick<PageTexts, 'form' | 'proof'>
}

/** Leads a person without a password to the page on which they sign in again; the act is done afterwards. */
function SignInAgain({ page, texts }: { page: string; texts: PageTexts['proof'] }) {
  return (
    <p className={styles.note}>
      <span>{texts.noPassword}</span>{' '}
      <a href={`/account/confirm?next=${encodeURIComponent(page)}`}>{texts.signInAgain}</a>
    </p>
  )
}

/**
 * The password, or the code of the second step, in the form of an act that needs a fresh proof (`withFreshProof`): there once it is needed, absent
 * before. A form that was refused with `proof_needed`, over JSON or as a plain form, shows it and is sent again. Such a form
 * shows its alert only for other refusals:
 *
 *     <ProofField state={state} needed={!isProofFresh} texts={texts} />
 *     {!asksForProof(state.refusal) && <FormAlert refusal={state.refusal} />}
 */
export function ProofField({ state, needed = false, byCode = false, id, label, texts }: ProofFieldProps) {
  const { refusal } = state
  const asks = asksForProof(refusal)
  const { noPassword, page } = useFormPage()
  const asksCode = byCode || refusal?.errors?.some(({ field }) => field === 'factorCode') === true
  const name = asksCode ? 'factorCode' : 'password'
  const faults = refusal?.errors?.filter(({ field }) => field === name) ?? []
  if (!asks && !needed && faults.length === 0) return null
  // Being asked is no fault of the person's; giving a wrong password is.
  const isFault = faults.some(({ code }) => code !== 'password_confirm' && code !== 'factor_confirm')
  const shown = isFault
    ? fieldAnswer(state, name)
    : { hint: faults[0]?.detail ?? (asksCode ? texts.proof.codeHint : texts.proof.hint), autoFocus: asks }
  if (!asksCode && noPassword) return <SignInAgain page={page} texts={texts.proof} />
  if (asksCode) return <CodeField {...shown} id={id} name={name} label={texts.proof.code} required />
  return (
    <PasswordField
      {...shown}
      id={id}
      name="password"
      label={label ?? texts.proof.label}
      texts={texts.form}
      autoComplete="current-password"
      required
    />
  )
}
