'use client'

import { useRouter } from 'next/navigation'
import button from '@/components/button/button.module.css'
import { Done } from '@/components/done/done'
import { fieldAnswer } from '@/components/form/answer'
import { Field } from '@/components/form/field'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { useForm } from '@/components/form/use-form'
import type { AccountTexts } from '@/lib/i18n/texts/account/account'
import { LOCALES, type Locale } from '@/lib/kernel/locale'
import styles from './profile.module.css'

const LANGUAGES: Record<Locale, string> = { fr: 'Français', en: 'English' }

type ProfileFormProps = {
  name: string
  locale: Locale
  texts: AccountTexts['profile'] & { saved: string; unreachable: string }
}

/** Name and language. The page is read anew once they are stored, in the chosen language. */
export function ProfileForm({ name, locale, texts }: ProfileFormProps) {
  const router = useRouter()
  const { state, pending, props } = useForm({
    actions: ['/api/account'],
    unreachable: texts.unreachable,
    onAnswer: () => router.refresh(),
  })
  const typed = fieldAnswer(state, 'name')
  return (
    <form {...props} className={`${form.form} ${styles.form}`}>
      <FormAlert refusal={state.refusal} />
      <Field
        {...typed}
        defaultValue={typed.defaultValue ?? name}
        name="name"
        label={texts.name}
        hint={texts.nameHint}
        autoComplete="name"
        dir="auto"
        required
      />
      <fieldset className={styles.languages} aria-describedby="language-hint">
        <legend>{texts.language}</legend>
        <div className={styles.choices}>
          {LOCALES.map((each) => (
            <label key={each} lang={each}>
              <input type="radio" name="locale" value={each} defaultChecked={each === locale} />
              <span>{LANGUAGES[each]}</span>
            </label>
          ))}
        </div>
        <p className={form.hint} id="language-hint">
          {texts.languageHint}
        </p>
      </fieldset>
      <MethodField method="PATCH" />
      <PlainFormFields />
      <Done about={state.answer as object | undefined}>{texts.saved}</Done>
      <button className={button.primary} type="submit" aria-disabled={pending || undefined}>
        {pending ? texts.saving : texts.save}
      </button>
    </form>
  )
}
