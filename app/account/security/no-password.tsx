import button from '@/components/button/button.module.css'
import form from '@/components/form/form.module.css'
import { PlainFormFields } from '@/components/form/form-page'
import type { ProviderTexts } from '@/lib/i18n/texts/provider/provider'
import card from '../card.module.css'

type NoPasswordProps = { email: string; texts: ProviderTexts['password'] }

/** Offers a password to an account that has none: the link to choose one is the mailed one of a forgotten password. */
export function NoPassword({ email, texts }: NoPasswordProps) {
  return (
    <>
      <p className={card.small}>
        <span>{texts.none}</span> <span>{texts.how}</span>
      </p>
      <form className={form.form} action="/api/auth/forgot-password" method="post">
        <input type="hidden" name="email" value={email} />
        <PlainFormFields namesAccount={false} />
        <div>
          <button className={button.secondary} type="submit">
            {texts.choose}
          </button>
        </div>
      </form>
    </>
  )
}
