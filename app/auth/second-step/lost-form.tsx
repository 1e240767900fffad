'use client'

import button from '@/components/button/button.module.css'
import { Done } from '@/components/done/done'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { useForm } from '@/components/form/use-form'
import { LocalTime } from '@/components/local-time'
import { Sentence } from '@/components/sentence'
import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { Locale } from '@/lib/kernel/locale'
import styles from './lost-form.module.css'

/** Moments in ISO 8601. */
type Waiting = { dueAt: string; until: string }

type LostFormProps = {
  next: string
  locale: Locale
  isOperator: boolean
  /** The wait that runs already. */
  waiting: Waiting | null
  texts: FactorTexts['step'] & Pick<PageTexts, 'form'>
}

/** The way back for whoever lost the second step. Unfolded before it is pressed, it says what happens. */
export function LostForm({ next, locale, isOperator, waiting, texts }: LostFormProps) {
  const { state, pending, props } = useForm<Waiting>({
    actions: ['/api/auth/second-step/lost'],
    unreachable: texts.form.unreachable,
  })
  const running = state.answer ?? waiting
  return (
    <details className={styles.lost} open={state.refusal !== undefined || running !== null}>
      <summary>{texts.lost}</summary>
      {running && (
        <Done about={running} takesFocus={state.answer !== undefined}>
          <Sentence
            text={texts.waiting}
            fill={{
              due: <LocalTime iso={running.dueAt} locale={locale} />,
              until: <LocalTime iso={running.until} locale={locale} />,
            }}
          />
        </Done>
      )}
      {!running && <p>{isOperator ? texts.operator : texts.lostMore}</p>}
      {!running && !isOperator && (
        <form {...props}>
          <FormAlert refusal={state.refusal} />
          <input type="hidden" name="next" value={next} />
          <PlainFormFields />
          <button className={button.secondary} type="submit" aria-disabled={pending || undefined}>
            {pending ? texts.pending : texts.lostSubmit}
          </button>
        </form>
      )}
    </details>
  )
}
