import type { ProviderTexts } from '@/lib/i18n/texts/provider/provider'
import type { ProviderName } from '@/lib/provider/schema'
import { MARKS } from './mark'
import styles from './provider.module.css'

/** A provider as its button shows it. */
export type ShownProvider = { name: ProviderName; label: string }

type ListProps = { providers: ShownProvider[]; query: string; label: string }

/**
 * Links to the providers, and no forms: `form-action 'self'` would stop the redirect that follows a form. Plain ones: nothing is
 * loaded ahead of the click.
 */
export function ProviderLinks({ providers, query, label }: ListProps) {
  return (
    <ul className={styles.list}>
      {providers.map((provider) => (
        <li key={provider.name}>
          <a className={styles.button} href={`/auth/oidc/${provider.name}?${query}`}>
            <span className={styles.sign}>{MARKS[provider.name]}</span>
            <span>{label.replace('{provider}', provider.label)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

type ButtonsProps = {
  providers: ShownProvider[]
  /** Where to go afterwards: a path of this site, checked by the server. */
  next: string
  texts: ProviderTexts['buttons']
}

/** The providers beside a form with a password; nothing where none is configured. */
export function ProviderButtons({ providers, next, texts }: ButtonsProps) {
  if (providers.length === 0) return null
  return (
    <div className={styles.ways}>
      <p className={styles.or}>{texts.or}</p>
      <ProviderLinks
        providers={providers}
        query={`next=${encodeURIComponent(next)}`}
        label={texts.continueWith}
      />
    </div>
  )
}
