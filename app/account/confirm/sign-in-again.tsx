import styles from '@/components/provider/provider.module.css'
import { ProviderLinks } from '@/components/provider/provider-buttons'
import { pageContext } from '@/lib/http/page/page-context'
import { shownProviders } from '@/lib/http/page/shown-providers'
import { providerTexts } from '@/lib/i18n/texts/provider/provider'
import type { Locale } from '@/lib/kernel/locale'
import { listIdentities } from '@/lib/provider/find'
import { ChoosePassword } from '../security/no-password'

type SignInAgainProps = { user: { id: number; email: string }; next: string; locale: Locale }

/** Fresh proof of an account without a password: a sign-in at a provider that it is linked to (specification 4). */
export async function SignInAgain({ user, next, locale }: SignInAgainProps) {
  const identities = await listIdentities(pageContext(), user.id)
  const linked = shownProviders().filter(({ name }) => identities.some(({ provider }) => provider === name))
  const { buttons, password } = providerTexts(locale)
  return (
    <div className={styles.ways}>
      {linked.length > 0 && (
        <>
          <ProviderLinks
            providers={linked}
            query={`next=${encodeURIComponent(next)}`}
            label={buttons.continueWith}
          />
          <p className={styles.or}>{buttons.or}</p>
        </>
      )}
      <ChoosePassword email={user.email} texts={password} />
    </div>
  )
}
