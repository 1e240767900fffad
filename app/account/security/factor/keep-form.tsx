'use client'

import type { ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { Done } from '@/components/done/done'
import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { useForm } from '@/components/form/use-form'
import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from './keep-form.module.css'

type KeepFormProps = { texts: FactorTexts['card'] & Pick<PageTexts, 'form'>; children: ReactNode }

/** Says that somebody asked to sign in without the second step, and stops it. */
export function KeepForm({ texts, children }: KeepFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/account/factor-removal'],
    unreachable: texts.form.unreachable,
  })
  const { answer, refusal } = state
  return (
    <>
      <Done about={answer as object | undefined} takesFocus>
        {texts.kept}
      </Done>
      {answer === undefined && (
        <form {...props} className={styles.keep}>
          <p>{children}</p>
          <FormAlert refusal={refusal} />
          <MethodField method="DELETE" />
          <PlainFormFields />
          <button className={button.secondary} type="submit" aria-disabled={pending || undefined}>
            {pending ? texts.keeping : texts.keep}
          </button>
        </form>
      )}
    </>
  )
}
