import { ProviderLinks } from '@/components/provider/provider-buttons'
import { pageContext } from '@/lib/http/page/page-context'
import { shownProviders } from '@/lib/http/page/shown-providers'
import { relativeTime } from '@/lib/i18n/relative-time'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { providerTexts } from '@/lib/i18n/texts/provider/provider'
import type { Locale } from '@/lib/kernel/locale'
import { type Identity, listIdentities } from '@/lib/provider/find'
import { providerLabel } from '@/lib/provider/table'
import card from '../../card.module.css'
import styles from './identities.module.css'
import { IdentityList, type ShownIdentity } from './identity-list'

const dayText = (at: Date, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at)

function shown({ id, provider, createdAt, lastUsedAt }: Identity, locale: Locale): ShownIdentity {
  const { env, now } = pageContext()
  return {
    id,
    provider,
    label: providerLabel(env, provider),
    linkedAt: createdAt.toISOString(),
    linkedText: dayText(createdAt, locale),
    usedAt: lastUsedAt?.toISOString() ?? null,
    usedText: relativeTime(locale, lastUsedAt ?? createdAt, now()),
  }
}

type IdentitiesCardProps = { userId: number; isProofFresh: boolean; locale: Locale }

/** Linked identities, and the providers that can be linked; nothing where there are neither. */
export async function IdentitiesCard({ userId, isProofFresh, locale }: IdentitiesCardProps) {
  const { env } = pageContext()
  const identities = await listIdentities(pageContext(), userId)
  const configured = shownProviders()
  if (identities.length === 0 && configured.length === 0) return null
  const { card: texts } = providerTexts(locale)
  const { form, proof } = pageTexts(locale)
  const others = configured.filter(({ name }) => !identities.some(({ provider }) => provider === name))
  return (
    <section className={card.card} aria-labelledby="identities">
      <h2 id="identities">{texts.heading}</h2>
      <p className={card.small}>{texts.lead}</p>
      <IdentityList
        identities={identities.map((identity) => shown(identity, locale))}
        labels={{
          google: providerLabel(env, 'google'),
          apple: providerLabel(env, 'apple'),
          oidc: providerLabel(env, 'oidc'),
        }}
        isProofFresh={isProofFresh}
        locale={locale}
        texts={{ ...texts, form, proof }}
      />
      {others.length > 0 && (
        <div className={styles.add}>
          <ProviderLinks providers={others} query="link=1" label={texts.link} />
        </div>
      )}
    </section>
  )
}
