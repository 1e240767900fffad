import { LOCALES, type Locale } from '@/lib/kernel/locale'
import styles from './language-switch.module.css'

const NAMES: Record<Locale, string> = { fr: 'Français', en: 'English' }

const inLanguage = (path: string, locale: Locale): string => {
  const url = new URL(path, 'http://localhost')
  url.searchParams.set('lang', locale)
  return url.pathname + url.search
}

/** Plain links, never prefetched, because a request of one sets the language. `path` is the page as the browser sees it. */
export function LanguageSwitch({ label, current, path }: { label: string; current: Locale; path: string }) {
  return (
    <nav className={styles.languages} aria-label={label}>
      {LOCALES.map((locale) => (
        <a
          key={locale}
          href={inLanguage(path, locale)}
          lang={locale}
          hrefLang={locale}
          aria-label={`${locale.toUpperCase()} ${NAMES[locale]}`}
          aria-current={locale === current ? 'true' : undefined}
        >
          {locale.toUpperCase()}
        </a>
      ))}
    </nav>
  )
}
