import button from '@/components/button/button.module.css'
import { PlainFormFields } from '@/components/form/form-page'
import type { ProviderTexts } from '@/lib/i18n/texts/provider/provider'
import card from '../card.module.css'
import styles from './provider/identities.module.css'

type NoPasswordProps = { email: string; texts: ProviderTexts['password'] }

/** Mails the link of a forgotten password to an account that has none, so that its person chooses one. */
export function ChoosePassword({ email, texts }: NoPasswordProps) {
  return (
    <form action="/api/auth/forgot-password" method="post">
      <input type="hidden" name="email" value={email} />
      <PlainFormFields namesAccount={false} />
      <button className={`${button.secondary} ${button.full}`} type="submit">
        {texts.choose}
      </button>
    </form>
  )
}

/** Says that there is no password, and offers one. */
export function NoPassword({ email, texts }: NoPasswordProps) {
  return (
    <>
      <p className={card.small}>
        <span>{texts.none}</span> <span>{texts.how}</span>
      </p>
      <div className={styles.add}>
        <ChoosePassword email={email} texts={texts} />
      </div>
    </>
  )
}
