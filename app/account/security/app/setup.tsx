'use client'

import button from '@/components/button/button.module.css'
import { Done } from '@/components/done/done'
import { CodeField } from '@/components/factor/code-field'
import { RecoveryCodes } from '@/components/factor/recovery-codes'
import { fieldAnswer } from '@/components/form/answer'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { PendingTotp } from '@/lib/auth/read-pending-totp'
import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import card from '../../card.module.css'
import styles from './setup.module.css'

type SetupProps = {
  /** Null: none is being set up. */
  pending: PendingTotp | null
  texts: Pick<FactorTexts, 'setup' | 'codes'> & Pick<PageTexts, 'form'>
}

/** Groups of four are easier to type. */
const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret

/** Three steps: scan, type the code, keep the recovery codes. */
export function Setup({ pending, texts }: SetupProps) {
  const {
    state,
    pending: isSending,
    props,
  } = useForm<{ recoveryCodes: string[] }>({
    actions: ['/api/account/totp/confirm'],
    unreachable: texts.form.unreachable,
  })
  const { setup, codes } = texts
  const { answer, refusal } = state
  if (answer)
    return (
      <>
        <Done about={answer} takesFocus>
          {codes.on}
        </Done>
        <h2 className={styles.next}>{codes.heading}</h2>
        <p className={card.small}>{codes.lead}</p>
        <RecoveryCodes codes={answer.recoveryCodes} />
        <a className={button.primary} href="/account/security">
          {codes.done}
        </a>
      </>
    )
  if (!pending)
    return (
      <>
        <p>{setup.none}</p>
        <a className={card.link} href="/account/security">
          {setup.cancel}
        </a>
      </>
    )
  const field = fieldAnswer(state, 'code')
  const isAtField = refusal?.code === 'invalid_code' || field.fault !== undefined
  return (
    <ol className={styles.steps}>
      <li>
        <h2>{setup.scan}</h2>
        <div className={styles.scan}>
          <svg className={styles.qr} viewBox="0 0 1 1" role="img" aria-label={setup.qr}>
            <image href={pending.qr} width="1" height="1" />
          </svg>
          <div>
            <p className={card.small}>{setup.typed}</p>
            <p className={styles.secret}>
              <code>{grouped(pending.secret)}</code>
            </p>
            <a className={card.link} href={pending.uri}>
              {setup.open}
            </a>
          </div>
        </div>
      </li>
      <li>
        <h2>{setup.code}</h2>
        <form {...props} className={`${form.form} ${styles.form}`}>
          <FormAlert refusal={isAtField ? undefined : refusal} />
          <CodeField
            {...field}
            fault={field.fault ?? (isAtField ? refusal?.detail : undefined)}
            isFirstFault={isAtField}
            name="code"
            label={setup.codeLabel}
            digitsOnly
            required
          />
          <PlainFormFields />
          <SubmitButton label={setup.submit} busy={setup.pending} pending={isSending} />
          <a className={card.link} href="/account/security">
            {setup.cancel}
          </a>
        </form>
      </li>
    </ol>
  )
}
